import { kubectlIn } from '../kubectl'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'
import { selectorText } from '../selector-text'

/** An ExternalName with a selector: no controller looks at it. Source: pkg/controller/endpointslice syncService. */
export const selectorIgnored: Rule = {
  code: 'selector-ignored',
  needs: ['services'],
  *judge({ graph: { service } }) {
    const { type, selector, externalName = '', namespace, name } = service
    if (type !== 'ExternalName' || selector === undefined || Object.keys(selector).length === 0) return
    yield {
      id: 'selector-ignored',
      code: 'selector-ignored',
      severity: 'warning',
      facts: { selector: selectorText(selector), externalName },
      objects: [refOf(service)],
      evidence: [quoteField(service, 'spec.type', type), quoteField(service, 'spec.selector', selectorText(selector))],
      command: kubectlIn(namespace, 'get', 'service', name, '-o', 'yaml'),
    }
  },
}
