'use client'

import { useEffect } from 'react'

/** Keeps the screen from going dark while the component is there, where the browser lets it. */
export function useWakeLock(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return
    const ending = new AbortController()
    let lock: WakeLockSentinel | undefined
    // The browser takes the lock back whenever the page is out of sight.
    const hold = async () => {
      if (document.hidden) return
      try {
        lock = await navigator.wakeLock.request('screen')
        if (ending.signal.aborted) await lock.release()
      } catch {
        // Refused, as on a low battery: the screen keeps its own manners.
      }
    }
    void hold()
    document.addEventListener('visibilitychange', hold, { signal: ending.signal })
    return () => {
      ending.abort()
      void lock?.release()
    }
  }, [])
}
