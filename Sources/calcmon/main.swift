import CLinux
import Logging
import GRDB
import Histogram
import Hummingbird
import ServiceLifecycle
import ArgumentParser
import NIOPosix
print(String(cString: calcmon_revision()))
let q = try DatabaseQueue()
print(try q.read { try String.fetchOne($0, sql: "select sqlite_version()") ?? "" })
