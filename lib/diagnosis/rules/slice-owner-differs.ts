import { SLICE_CONTROLLER } from '@/lib/membership/slices'
import { lasts } from '../lasting'
import { slicesCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'

/**
 * A slice of the controller that belongs to another Service, mostly an earlier one of the same name: the garbage
 * collector is to remove it, and kube-proxy uses it until then.
 * Source: k8s.io/endpointslice ownedBy, reconcileByAddressType.
 */
export const sliceOwnerDiffers: Rule = {
  code: 'slice-owner-differs',
  needs: ['services', 'endpointslices'],
  *judge(inquiry) {
    const { service, slices } = inquiry.graph
    const strange = slices.filter(
      (slice) =>
        slice.managedBy === SLICE_CONTROLLER &&
        slice.owner?.uid !== service.uid &&
        lasts(inquiry, `${slice.uid} ${service.uid}`),
    )
    const [first] = strange
    if (first === undefined) return
    const owner = first.owner === undefined ? 'none' : `${first.owner.kind} ${first.owner.name}, uid ${first.owner.uid}`
    yield {
      id: 'slice-owner-differs',
      code: 'slice-owner-differs',
      severity: 'warning',
      facts: {
        slices: strange.length,
        slice: first.name,
        owned: first.owner === undefined ? 'no' : 'yes',
        endpoints: strange.reduce((sum, slice) => sum + slice.endpoints.length, 0),
      },
      objects: refsOf(strange),
      evidence: [
        quoteField(first, 'metadata.ownerReferences', owner),
        quoteField(service, 'metadata.uid', service.uid),
      ],
      command: slicesCommand(service),
    }
  },
}
