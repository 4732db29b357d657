// Security keys: the browser asks the key, the form takes its answer along. Bytes travel as base64url, as the server has them.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const known = (keys) => (keys || []).map((key) => ({ ...key, id: toBytes(key.id) }));

const create = async ({ publicKey }) => {
  const found = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
    },
  });
  return answer(found, {
    attestationObject: toText(found.response.attestationObject),
    transports: found.response.getTransports ? found.response.getTransports() : [],
  });
};

const get = async ({ publicKey }) => {
  const found = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  });
  const { authenticatorData, signature, userHandle } = found.response;
  return answer(found, {
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null,
  });
};

const answer = (found, response) => ({
  type: found.type,
  id: found.id,
  rawId: toText(found.rawId),
  authenticatorAttachment: found.authenticatorAttachment,
  response: { clientDataJSON: toText(found.response.clientDataJSON), ...response },
  clientExtensionResults: found.getClientExtensionResults(),
});

const form = document.querySelector("[data-security-key]");
if (form && window.PublicKeyCredential && navigator.credentials) {
  form.querySelector("[data-key-unsupported]").hidden = true;
  form.querySelector("[type=submit]").hidden = false;
  const options = JSON.parse(document.getElementById("security-key-options").textContent);
  const field = form.querySelector("[name=credential]");
  form.addEventListener("submit", async (event) => {
    if (field.value) return;
    event.preventDefault();
    event.stopPropagation();
    const failed = form.querySelector("[data-key-failed]");
    failed.hidden = true;
    try {
      const ask =
        form.dataset.securityKey === "create" ? create(options.creation_options) : get(options.request_options);
      field.value = JSON.stringify(await ask);
      form.requestSubmit();
    } catch {
      // Cancelled, timed out, or no such key: which of these browsers don't tell.
      failed.hidden = false;
    }
  });
}
