'use client'

import { useSyncExternalStore } from 'react'

/** Whether keys are called as on a Mac. The server cannot know, and calls them as elsewhere. */
export function useIsApple(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => /mac|iphone|ipad/i.test(navigator.platform),
    () => false,
  )
}
