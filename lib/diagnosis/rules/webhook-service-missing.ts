import { MAX_OBJECTS } from '@/lib/kubernetes/finding'
import { keyOf } from '@/lib/kubernetes/key'
import type { ApiCall, ApiCaller } from '@/lib/kubernetes/record'
import { COMING_MS, isGrown } from '../grown'
import { kubectl } from '../kubectl'
import { missingService, serviceMeant } from '../missing-service'
import { quoteField, refsOf } from '../quote'
import type { NamespaceRule } from '../rule'

/** The API server calls a Service that does not exist: writes, a group of the API, or versions of a resource fail. */
export const webhookServiceMissing: NamespaceRule = {
  code: 'webhook-service-missing',
  needs: [
    'services',
    'validatingwebhookconfigurations',
    'mutatingwebhookconfigurations',
    'apiservices',
    'customresourcedefinitions',
  ],
  *judge(inquiry) {
    const { namespace, cluster } = inquiry
    const calls = new Map<string, { readonly caller: ApiCaller; readonly call: ApiCall }[]>()
    for (const caller of cluster.apiCallersInto(namespace)) {
      for (const call of caller.calls) {
        if (call.namespace !== namespace) continue
        if (cluster.service(keyOf({ namespace, name: call.service })) !== undefined) continue
        if (!isGrown(inquiry, caller, COMING_MS)) continue
        calls.set(call.service, [...(calls.get(call.service) ?? []), { caller, call }])
      }
    }
    for (const [name, all] of calls) {
      // What refuses requests is told before what lets them pass unchecked.
      const [first] = [...all].sort((a, b) => Number(isIgnored(a.call)) - Number(isIgnored(b.call)))
      if (first === undefined) continue
      const { caller, call } = first
      const meant = serviceMeant(cluster, namespace, name, caller, pathOf(caller, call))
      yield {
        subject: { kind: 'Service', name },
        finding: {
          id: 'webhook-service-missing',
          code: 'webhook-service-missing',
          severity: 'error',
          facts: {
            service: name,
            namespace,
            kind: caller.kind,
            caller: caller.name,
            policy: call.failurePolicy ?? 'Fail',
            callers: new Set(all.map((each) => `${each.caller.kind}/${each.caller.name}`)).size,
            ...meant.facts,
          },
          objects: [
            ...refsOf([caller, ...all.map((each) => each.caller)]).slice(0, MAX_OBJECTS - 1),
            missingService(namespace, name),
          ],
          evidence: all
            .slice(0, MAX_OBJECTS)
            .map((each) => quoteField(each.caller, pathOf(each.caller, each.call), name)),
          ...(meant.differences && { differences: meant.differences }),
          command: kubectl('get', caller.kind.toLowerCase(), caller.name, '-o', 'yaml'),
        },
      }
    }
  },
}

function isIgnored({ failurePolicy }: ApiCall): boolean {
  return failurePolicy === 'Ignore'
}

function pathOf({ kind }: ApiCaller, { webhook }: ApiCall): string {
  switch (kind) {
    case 'APIService':
      return 'spec.service.name'
    case 'CustomResourceDefinition':
      return 'spec.conversion.webhook.clientConfig.service.name'
    case 'ValidatingWebhookConfiguration':
    case 'MutatingWebhookConfiguration':
      return `webhooks[name=${webhook ?? ''}].clientConfig.service.name`
  }
}
