/**
 * A kubeconfig with one context per user; the first is current. The authority is embedded, so that the file can be
 * copied elsewhere.
 *
 * @param {{ server: string, authority: Buffer, tokens: Record<string, string> }} access
 * @returns {string} YAML
 */
export function kubeconfigText({ server, authority, tokens }) {
  const users = Object.keys(tokens)
  return [
    'apiVersion: v1',
    'kind: Config',
    `current-context: ${users[0]}@control-plane`,
    'clusters:',
    '- name: control-plane',
    '  cluster:',
    `    server: ${server}`,
    `    certificate-authority-data: ${authority.toString('base64')}`,
    'contexts:',
    ...users.flatMap((user) => [
      `- name: ${user}@control-plane`,
      `  context: { cluster: control-plane, user: ${user} }`,
    ]),
    'users:',
    ...users.flatMap((user) => [`- name: ${user}`, `  user: { token: ${tokens[user]} }`]),
    '',
  ].join('\n')
}
