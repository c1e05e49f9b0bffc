/**
 * Which names of variables are taken from which place. A workspace and a config file must not change how programs run,
 * where requests go, or which key of a person is used. Spec: secrets 6.2; security E4.
 */
import { knownAuthEnvNames, listProviders, rotationNamesOf } from "../providers/catalogue.ts";

/** A name that every shell takes. Others in a `.env` file are left out. Spec: secrets 6.1. */
export function isPortableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/** Prefixes of variables that loaders, git and package managers act on. */
const dangerousPrefixes = [
  "DYLD_",
  "LD_",
  "BASH_FUNC_",
  "GIT_CONFIG_",
  "NPM_CONFIG_",
  "CARGO_REGISTRIES_",
] as const;

/** What interpreters and build tools run or load. */
const interpreterNames = names(`
  NODE_OPTIONS NODE_PATH PYTHONHOME PYTHONPATH PERL5LIB PERL5OPT RUBYLIB RUBYOPT BASH_ENV ENV BROWSER
  CC CXX CARGO_BUILD_RUSTC CARGO_BUILD_RUSTC_WRAPPER RUSTC_WRAPPER CMAKE_C_COMPILER CMAKE_CXX_COMPILER
  SHELL SHELLOPTS PS4 GCONV_PATH IFS SSLKEYLOGFILE JAVA_OPTS JAVA_TOOL_OPTIONS _JAVA_OPTIONS
  JDK_JAVA_OPTIONS PYTHONBREAKPOINT DOTNET_STARTUP_HOOKS DOTNET_ADDITIONAL_DEPS GLIBC_TUNABLES
  MAVEN_OPTS MAKEFLAGS MFLAGS SBT_OPTS GRADLE_OPTS ANT_OPTS HGRCPATH
`);

/** What git runs, reads and trusts. */
const gitNames = names(`
  GIT_EDITOR GIT_EXTERNAL_DIFF GIT_DIR GIT_WORK_TREE GIT_COMMON_DIR GIT_EXEC_PATH GIT_INDEX_FILE
  GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_NAMESPACE GIT_SEQUENCE_EDITOR
  GIT_TEMPLATE_DIR GIT_SSL_NO_VERIFY GIT_SSL_CAINFO GIT_SSL_CAPATH GIT_SSH_COMMAND GIT_SSH
  GIT_PROXY_COMMAND GIT_ASKPASS GIT_PAGER
`);

/** Fine in a person's own environment, but not to be set by a file: homes, proxies, certificates, credential files. */
const overrideNames = names(`
  HOME GRADLE_USER_HOME ZDOTDIR SSH_ASKPASS LESSOPEN LESSCLOSE PAGER MANPAGER EDITOR VISUAL FCEDIT
  SUDO_EDITOR PROMPT_COMMAND HISTFILE PERL5DB PERL5DBCMD OPENSSL_CONF OPENSSL_ENGINES PYTHONSTARTUP
  WGETRC CURL_HOME CLASSPATH CGO_CFLAGS CGO_LDFLAGS GOFLAGS CORECLR_PROFILER_PATH PHPRC
  PHP_INI_SCAN_DIR DENO_DIR BUN_CONFIG_REGISTRY YARN_RC_FILENAME HTTP_PROXY HTTPS_PROXY ALL_PROXY
  NO_PROXY NODE_TLS_REJECT_UNAUTHORIZED NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR
  REQUESTS_CA_BUNDLE CURL_CA_BUNDLE DOCKER_HOST DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_CONTEXT
  PIP_INDEX_URL PIP_PYPI_URL PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE PIP_FIND_LINKS PIP_TRUSTED_HOST
  UV_INDEX UV_INDEX_URL UV_PYTHON UV_EXTRA_INDEX_URL UV_DEFAULT_INDEX LIBRARY_PATH CPATH C_INCLUDE_PATH
  CPLUS_INCLUDE_PATH OBJC_INCLUDE_PATH GOPROXY GONOSUMCHECK GONOSUMDB GONOPROXY GOPRIVATE GOENV GOPATH
  PYTHONUSERBASE RUSTFLAGS CARGO_HOME VIRTUAL_ENV LUA_PATH LUA_CPATH GEM_HOME GEM_PATH BUNDLE_GEMFILE
  COMPOSER_HOME XDG_CONFIG_HOME AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_WEB_IDENTITY_TOKEN_FILE
  GOOGLE_APPLICATION_CREDENTIALS KUBECONFIG AZURE_AUTH_LOCATION HELM_HOME
`);

/** Beside the dangerous ones, what a workspace must not say: a person's main keys, and where Model Auth and OpenClaw look. */
const workspaceNames = names(`
  ALL_PROXY ANTHROPIC_API_KEY ANTHROPIC_OAUTH_TOKEN HTTP_PROXY HTTPS_PROXY NODE_TLS_REJECT_UNAUTHORIZED
  NO_PROXY OPENCLAW_AGENT_DIR OPENCLAW_BUNDLED_HOOKS_DIR OPENCLAW_BUNDLED_PLUGINS_DIR
  OPENCLAW_BUNDLED_SKILLS_DIR OPENCLAW_CONFIG_PATH OPENCLAW_GATEWAY_PASSWORD OPENCLAW_GATEWAY_SECRET
  OPENCLAW_GATEWAY_TOKEN OPENCLAW_HOME OPENCLAW_LIVE_ANTHROPIC_KEY OPENCLAW_LIVE_ANTHROPIC_KEYS
  OPENCLAW_LIVE_GEMINI_KEY OPENCLAW_LIVE_OPENAI_KEY OPENCLAW_OAUTH_DIR OPENCLAW_PINNED_PYTHON
  OPENCLAW_PINNED_WRITE_PYTHON OPENCLAW_PROFILE OPENCLAW_STATE_DIR OPENCLAW_TEST_TAILSCALE_BINARY
  OPENAI_API_KEY OPENAI_API_KEYS PI_CODING_AGENT_DIR UV_PYTHON
`);
const workspacePrefixes = ["ANTHROPIC_API_KEY_", "OPENAI_API_KEY_"] as const;
const workspaceSuffixes = ["_BASE_URL"] as const;

/** Whether a variable is kept from a program that we start on a person's behalf. Spec: secrets 6.3, "minus dangerous names". */
export function isKeptFromPrograms(name: string): boolean {
  const upper = name.toUpperCase();
  return (
    dangerousPrefixes.some((prefix) => upper.startsWith(prefix)) ||
    interpreterNames.has(upper) ||
    gitNames.has(upper)
  );
}

/** Whether a file may not set a variable of that name, in any case. Spec: secrets 6.2, "dangerous". */
export function isDangerousName(name: string): boolean {
  return isKeptFromPrograms(name) || overrideNames.has(name.toUpperCase());
}

/**
 * Whether a `.env` in the working directory may set that name: it holds a provider's key, and is not blocked there. Narrower
 * than OpenClaw, which takes every name that is not blocked. Spec: secrets 6.2; security E4.
 */
export function isTakenFromWorkspace(name: string): boolean {
  const upper = name.toUpperCase();
  const isBlocked =
    isDangerousName(name) ||
    workspaceNames.has(upper) ||
    workspacePrefixes.some((prefix) => upper.startsWith(prefix)) ||
    workspaceSuffixes.some((suffix) => upper.endsWith(suffix));
  return !isBlocked && isKeyName(name);
}

/** Whether a variable holds a key, or several, of somebody the catalogue knows. */
function isKeyName(name: string): boolean {
  const { exact, prefixes } = (keyNames ??= collectKeyNames());
  return exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}

interface KeyNames {
  readonly exact: ReadonlySet<string>;
  readonly prefixes: readonly string[];
}

let keyNames: KeyNames | undefined;

function collectKeyNames(): KeyNames {
  const several = listProviders().map(({ id }) => rotationNamesOf(id));
  return {
    exact: new Set([...knownAuthEnvNames(), ...several.flatMap(({ list, primary }) => [list, primary])]),
    prefixes: several.map(({ prefix }) => prefix),
  };
}

function names(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
