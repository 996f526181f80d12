import type { Rule } from '../rule'
import { containerConfig } from '../rules/container-config'
import { crashLoop } from '../rules/crash-loop'
import { imagePull } from '../rules/image-pull'
import { initUnfinished } from '../rules/init-unfinished'
import { nodeNotReady } from '../rules/node-not-ready'
import { notReady } from '../rules/not-ready'
import { onlyDraining } from '../rules/only-draining'
import { probeFailing } from '../rules/probe-failing'
import { probePortDiffers } from '../rules/probe-port-differs'
import { publishesUnready } from '../rules/publishes-unready'
import { readinessGate } from '../rules/readiness-gate'
import { startupNotPassed } from '../rules/startup-not-passed'
import { terminatingOverdue } from '../rules/terminating-overdue'

export const readinessRules: readonly Rule[] = [
  crashLoop,
  imagePull,
  containerConfig,
  nodeNotReady,
  probeFailing,
  readinessGate,
  notReady,
  initUnfinished,
  startupNotPassed,
  onlyDraining,
  terminatingOverdue,
  publishesUnready,
  probePortDiffers,
]
