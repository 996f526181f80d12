import { expect, it } from 'vitest'
import type { RouteBackend } from '@/lib/kubernetes/record'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { aRouteTo } from './exposure.fixture'
import { weightsZero } from './weights-zero'

const find = (...backends: Partial<RouteBackend>[]) => findingsOf(weightsZero, [aService('web'), aRouteTo(backends)])

it('warns where all backends of a rule weigh nothing', () => {
  expect(find({ weight: 0 }, { name: 'canary', weight: 0 })).toMatchObject([
    { severity: 'warning', facts: { backends: 2, match: 'PathPrefix /' } },
  ])
})

it('is silent where one weighs something: a canary that is switched off is meant', () => {
  expect(find({ weight: 0 }, { name: 'canary', weight: 1 })).toEqual([])
})
