import { expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { aPort, aWebPod, toPort } from './ports.fixture'
import { targetPortDiffers } from './target-port-differs'

const service = aService('web', { ports: [toPort('web')] })
const find = (...records: Parameters<typeof findingsOf>[1]) => findingsOf(targetPortDiffers, records)

it('tells that one name is different numbers in different pods', () => {
  const pods = [aWebPod('a', [aPort(9090, 'web')]), aWebPod('b', [aPort(8080, 'web')])]
  expect(find(service, ...pods)).toMatchObject([{ severity: 'info', facts: { numbers: '8080, 9090', pods: 2 } }])
})

it('is silent where the pods agree, or where one lacks the port', () => {
  expect(find(service, aWebPod('a', [aPort(8080, 'web')]), aWebPod('b', []))).toEqual([])
})
