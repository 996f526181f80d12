import { selectorOf } from '@/lib/membership/service'
import { SLICE_CONTROLLER } from '@/lib/membership/slices'
import { lasts } from '../lasting'
import { slicesCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { several } from '../several'

/** Slices that somebody else publishes for a Service with a selector: kube-proxy calls them beside the selected pods. */
export const foreignSlices: Rule = {
  code: 'foreign-slices',
  needs: ['services', 'endpointslices'],
  *judge(inquiry) {
    const { service, slices } = inquiry.graph
    if (selectorOf(service) === undefined) return
    const foreign = slices.filter(
      (slice) =>
        slice.managedBy !== SLICE_CONTROLLER && slice.endpoints.length > 0 && lasts(inquiry, slice.uid || slice.name),
    )
    const [first] = foreign
    if (first === undefined) return
    const managers = several(foreign.flatMap(({ managedBy }) => managedBy ?? []))
    yield {
      id: 'foreign-slices',
      code: 'foreign-slices',
      severity: 'warning',
      facts: {
        slices: foreign.length,
        slice: first.name,
        endpoints: foreign.reduce((sum, slice) => sum + slice.endpoints.length, 0),
        managed: managers.names === '' ? 'no' : 'yes',
        managers: managers.names,
      },
      objects: refsOf(foreign),
      evidence: [
        quoteField(first, 'metadata.labels[endpointslice.kubernetes.io/managed-by]', first.managedBy ?? ''),
        quoteField(
          service,
          'spec.selector',
          Object.entries(service.selector ?? {})
            .map(([key, value]) => `${key}: ${value}`)
            .join(', '),
        ),
      ],
      command: slicesCommand(service, 'wide'),
    }
  },
}
