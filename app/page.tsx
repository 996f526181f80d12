import { WallPage } from './wall-page'

export default function Page() {
  return <WallPage />
}
