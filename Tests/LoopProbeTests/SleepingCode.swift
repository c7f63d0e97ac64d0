import Foundation

// What threads do that are looked at while they sleep. No test waits for them.

@inline(never) func sleepsForShort(_ held: Held) { while !held.isOver { usleep(1000) } }

@inline(never) func sleepsLong(_ held: Held) { while !held.isOver { Thread.sleep(forTimeInterval: 0.05) } }
