// The command line: what can be said, and what it says of itself.
import { Command, InvalidArgumentError, Option } from 'commander'

/** @param {string} text */
function port(text) {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > 65535)
    throw new InvalidArgumentError('A port is a number from 1 to 65535.')
  return value
}

/** @param {string} text */
function count(text) {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1) throw new InvalidArgumentError('It must be a number from 1 on.')
  return value
}

/** @param {string} text */
function mebibytes(text) {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a number of MiB, 0 for none.')
  return Number(text)
}

/** @param {string} text */
function hostName(text) {
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.test(text))
    throw new InvalidArgumentError(
      'It must be a host name, with or without a port, and no scheme: switchboard.example.com.',
    )
  return text
}

/** @param {string} text */
function namespaceName(text) {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text))
    throw new InvalidArgumentError('A namespace has at most 63 small letters, digits and hyphens.')
  return text
}

/**
 * Reads the words after `npm start --`. Prints help, or what is wrong with them, and ends the process where they ask
 * for that.
 * @param {readonly string[]} words
 * @param {string} version
 */
export function readOptions(words, version) {
  const command = new Command('switchboard')
    .description('See who answers when a Kubernetes Service is called.')
    .usage('[options]          (through npm: npm start -- [options])')
    .addOption(new Option('--context <name>', 'the context of the kubeconfig to open first'))
    .addOption(
      new Option(
        '--namespace <name>',
        'the namespace to open first, and to read alone where the whole is refused',
      ).argParser(namespaceName),
    )
    .addOption(new Option('--kubeconfig <file>', 'instead of KUBECONFIG, ~/.kube/config or the pod’s service account'))
    .addOption(new Option('--demo', 'show the embedded demo cluster').conflicts('kubeconfig'))
    .addOption(
      new Option('--port <number>', 'exactly this port instead of the first free one from 4400 on').argParser(port),
    )
    .addOption(new Option('--host <address>', 'the address to listen on').default('localhost').argParser(hostName))
    .addOption(
      new Option('--allowed-host <name...>', 'names besides localhost under which people reach this server')
        .default([], 'none')
        .argParser((text, all) => [...all, hostName(text)]),
    )
    .addOption(new Option('--max-streams <number>', 'viewers at one time').default(200).argParser(count))
    .addOption(
      new Option('--history <mib>', 'memory for what was, of each context; 0 keeps none')
        .default(64)
        .env('SWITCHBOARD_HISTORY')
        .argParser(mebibytes),
    )
    .addOption(
      new Option('--metrics-services <number>', 'Services with series of their own in /metrics, the worst first')
        .default(1000)
        .argParser(count),
    )
    .addOption(
      new Option('--log-level <level>', 'how much to log').choices(['error', 'warn', 'info', 'debug']).default('info'),
    )
    .addOption(new Option('--log-format <format>', 'text on a terminal, json otherwise').choices(['text', 'json']))
    .addOption(new Option('--dev', 'serve the pages from their sources, and reload them as they change'))
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .configureHelp({ showGlobalOptions: false })
    .showHelpAfterError('(see npm start -- --help)')
    .allowExcessArguments(false)
    .addHelpText(
      'after',
      `
Without a kubeconfig the demo cluster is shown. A kubeconfig that is broken, a context that is missing or a cluster
that does not answer is an error that says the next step.

Examples:
  npm start
  npm start -- --context kind-prod --namespace shop
  npm start -- --demo --port 8080`,
    )
    .parse(words, { from: 'user' })
  const { allowedHost, demo = false, dev = false, ...options } = command.opts()
  return { ...options, demo, dev, allowedHosts: allowedHost }
}
