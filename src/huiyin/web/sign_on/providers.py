"""The systems that are asked by the library's OAuth 2, by the kind that the settings give them."""

from collections.abc import Mapping

from huiyin.web.sign_on.oidc import DirectoryOIDC

OAuthProvider = DirectoryOIDC
CLASSES: Mapping[str, type[OAuthProvider]] = {"oidc": DirectoryOIDC}
