/**
 * A text as one word of a POSIX shell. What stands in an address or in a server's answer is anybody's: in a command
 * that is offered to copy it must stay a word.
 */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
