'use client'

import { useCallback, useEffect } from 'react'
import { useAddressState } from '@/components/ui/use-address'

/**
 * Whether nothing but the wall is shown, `?screen=full`, and how to change that. The browser gives the whole screen where
 * it may and somebody asked by hand; an address alone takes the whole window. Who ends the one ends the other. A moment
 * that is past is never shown so: from afar nobody tells it from now.
 */
export function useFullScreen() {
  const [screen, setScreen] = useAddressState('screen')
  const [moment] = useAddressState('at')
  const isFull = screen === 'full' && moment === undefined

  const enter = useCallback(() => {
    setScreen('full')
    document.documentElement.requestFullscreen?.().catch(() => undefined)
  }, [setScreen])

  const leave = useCallback(() => {
    setScreen(undefined)
    if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => undefined)
  }, [setScreen])

  useEffect(() => {
    if (!isFull) return
    const ended = () => {
      if (document.fullscreenElement === null) setScreen(undefined)
    }
    document.addEventListener('fullscreenchange', ended)
    return () => document.removeEventListener('fullscreenchange', ended)
  }, [isFull, setScreen])

  return { isFull, enter: moment === undefined ? enter : undefined, leave }
}
