import { describe, expect, it } from 'vitest'
import { detectDataPlane, type Signs } from './dataplane'

const set = (name: string, replicas = 3) => ({ name, labels: {}, replicas })
const detect = (daemonSets: Signs['daemonSets'], pods: Signs['pods'] = [], isComplete = true) =>
  detectDataPlane({ daemonSets, pods, isComplete }).name

describe('the data plane', () => {
  it('is kube-proxy where that runs beside a plugin that leaves Services to it', () => {
    expect(detect([set('kube-proxy'), set('calico-node'), set('kube-flannel-ds')])).toBe('kube-proxy')
  })

  it('is kube-proxy where that is a static pod and of no DaemonSet', () => {
    expect(detect([], [{ labels: { component: 'kube-proxy' }, phase: 'Running' }])).toBe('kube-proxy')
    expect(detect([], [{ labels: { component: 'kube-proxy' }, phase: 'Failed' }])).toBe('unknown')
  })

  it('is what takes its place where it does not run', () => {
    expect(detect([set('cilium')])).toBe('cilium')
    expect(detect([set('ovnkube-node')])).toBe('ovn-kubernetes')
    expect(detect([set('kube-proxy', 0), set('cilium')])).toBe('cilium')
  })

  it('is unknown where two may decide, or none is seen', () => {
    expect(detect([set('kube-proxy'), set('cilium')])).toBe('unknown')
    expect(detect([set('calico-node')])).toBe('unknown')
    expect(detect([set('kube-proxy', 0), set('calico-node')])).toBe('unknown')
    expect(detect([])).toBe('unknown')
  })

  it('is unknown where something may be unseen', () => {
    expect(detect([set('kube-proxy')], [], false)).toBe('unknown')
  })
})
