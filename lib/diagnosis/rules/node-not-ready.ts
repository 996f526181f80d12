import { kubectl } from '../kubectl'
import { refOf } from '../quote'
import { mostCommon, saying, troubleRule } from '../troubles'

/** Pods on a node that is not ready: the node lifecycle controller takes them out (pkg/controller/nodelifecycle). */
export const nodeNotReady = troubleRule({
  code: 'node-not-ready',
  needs: ['pods', 'nodes'],
  severity: () => 'error',
  facts({ pods }) {
    const reason = mostCommon(pods, (pod) => pod.reason)
    return {
      node: pods[0].part ?? '',
      silent: reason === 'NodeStatusUnknown' || reason === 'NodeStatusNeverUpdated' ? 'yes' : 'no',
      message: saying(mostCommon(pods, (pod) => pod.message) ?? reason),
    }
  },
  command: (_, { pods }) => kubectl('describe', 'node', pods[0].part ?? ''),
  subject({ pods }, cluster) {
    const node = cluster.node(pods[0].part ?? '')
    return node === undefined ? undefined : refOf(node)
  },
})
