const REDACTED = '[redacted]'

/** Names of what a kubeconfig, a credential plugin or a header keeps secret. */
const secretNames = '[\\w-]*(?:token|password|passwd|secret|authorization|cookie|client-key-data|api[-_]?key)[\\w-]*'

const shapes: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  [/\b(Bearer|Basic|Negotiate)\s+[\w.~+/=-]+/gi, `$1 ${REDACTED}`],
  // A JSON Web Token: a header and a claim set, each an object in base64url, and a signature.
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, REDACTED],
  [/\bsha256~[\w-]+/g, REDACTED],
  [/(\/\/)[^\s/@]+@/g, `$1${REDACTED}@`],
  [new RegExp(`("?\\b${secretNames}"?\\s*[=:]\\s*)("[^"]*"|'[^']*'|[^\\s,;&}]+)`, 'gi'), `$1${REDACTED}`],
]

/**
 * The text without what looks like a credential. Nothing that we log should hold one; this stands behind that, since
 * the words of an API server, of a proxy or of a socket are not ours.
 */
export function redact(text: string): string {
  return shapes.reduce((rest, [shape, instead]) => rest.replace(shape, instead), text)
}
