"""The systems that are asked by the library's OAuth 2, by the kind that the settings give them."""

from collections.abc import Mapping

from huiyin.web.sign_on.oidc import DirectoryOIDC
from huiyin.web.sign_on.wecom import WeCom
from huiyin.web.sign_on.zwding import ZwDing

OAuthProvider = DirectoryOIDC | WeCom | ZwDing
CLASSES: Mapping[str, type[OAuthProvider]] = {"oidc": DirectoryOIDC, "wecom": WeCom, "zwding": ZwDing}
