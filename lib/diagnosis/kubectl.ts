/**
 * A command that shows what a finding is about, to be copied into a shell: read-only, without `--context`, every
 * argument one word of a POSIX shell whatever it holds.
 */
export function kubectl(...args: readonly string[]): string {
  return ['kubectl', ...args.map(word)].join(' ')
}

/** As `kubectl`, in a namespace; cluster-scoped where it is `''`. */
export function kubectlIn(namespace: string, ...args: readonly string[]): string {
  return namespace === '' ? kubectl(...args) : kubectl('-n', namespace, ...args)
}

function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
