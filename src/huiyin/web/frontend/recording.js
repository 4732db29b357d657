// A voice note: recorded in the page, listened to, and sent only by an explicit press, as any chosen file is.
const LONGEST = 5 * 60 * 1000;
// Less is a head without any sound.
const SHORTEST = 500;
const KINDS = [
  ["audio/webm;codecs=opus", "webm"],
  ["audio/mp4", "m4a"],
  ["audio/ogg;codecs=opus", "ogg"],
];

const kind = () => KINDS.find(([type]) => window.MediaRecorder?.isTypeSupported(type));
const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && kind() && window.DataTransfer);

let running = null;

const part = (place, name) => place.querySelector(`[data-recording-${name}]`);
const button = (place, does) => place.querySelector(`[data-recording-do=${does}]`);

const show = (place, { recording = false, done = false }) => {
  button(place, "start").hidden = recording || done;
  button(place, "stop").hidden = !recording;
  part(place, "time").hidden = !recording;
  part(place, "done").hidden = !done;
};

const drop = (place) => {
  const audio = part(place, "audio");
  if (audio.src) URL.revokeObjectURL(audio.src);
  audio.removeAttribute("src");
  delete place.recorded;
  show(place, {});
};

const fail = (place) => {
  const failed = part(place, "failed");
  failed.textContent = place.dataset.failed;
  failed.hidden = false;
  show(place, {});
};

const quiet = (stream) => stream.getTracks().forEach((track) => track.stop());

const tell = (place, since) => {
  const seconds = Math.floor((Date.now() - since) / 1000);
  part(place, "time").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

const finish = (place, pieces, ending) => {
  const content = new Blob(pieces, { type: pieces[0]?.type || "audio/webm" });
  if (content.size < SHORTEST) return fail(place);
  const at = new Date();
  const name = `${place.dataset.name}-${String(at.getHours()).padStart(2, "0")}${String(at.getMinutes()).padStart(2, "0")}`;
  place.recorded = new File([content], `${name}.${ending}`, { type: content.type });
  part(place, "audio").src = URL.createObjectURL(content);
  show(place, { done: true });
  button(place, "use").focus();
};

const start = async (place) => {
  part(place, "failed").hidden = true;
  part(place, "time").textContent = "0:00";
  const [type, ending] = kind();
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return fail(place);
  }
  const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 32000 });
  const pieces = [];
  const since = Date.now();
  const timer = setInterval(() => {
    // It counts once something has been heard: a device that is slow to listen shows it.
    if (new Blob(pieces).size >= SHORTEST) tell(place, since);
    if (Date.now() - since >= LONGEST && recorder.state === "recording") recorder.stop();
  }, 500);
  recorder.addEventListener("dataavailable", ({ data }) => data.size && pieces.push(data));
  recorder.addEventListener("stop", () => {
    clearInterval(timer);
    quiet(stream);
    running = null;
    if (place.isConnected) finish(place, pieces, ending);
  });
  running = recorder;
  recorder.start(500);
  show(place, { recording: true });
  button(place, "stop").focus();
};

const use = (place) => {
  const form = place.closest("form");
  const field = form.querySelector("input[type=file]");
  const chosen = new DataTransfer();
  [...field.files, place.recorded].forEach((file) => chosen.items.add(file));
  field.files = chosen.files;
  // Pressed like any button: what sends the form looks which one was pressed last.
  form.querySelector("[data-upload-button]").click();
};

const WAYS = { start, stop: () => running?.stop(), use, drop };

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-recording-do]");
  if (pressed) WAYS[pressed.dataset.recordingDo](pressed.closest("[data-recording]"));
});

const ready = () => {
  // A page that was changed in place has no use for a recording that still runs for the one before.
  if (!document.querySelector("[data-recording]")) running?.stop();
  if (canRecord()) document.querySelectorAll("[data-recording]").forEach((place) => (place.hidden = false));
};
window.addEventListener("pageshow", ready);
window.addEventListener("pagehide", () => running?.stop());
document.addEventListener("page:shown", ready);
document.addEventListener("htmx:afterSettle", ready);
