import API
import Applications
import CalcmonTesting
import Samples
import Snapshots
import Telemetry
import Testing

@Suite struct AppsTests {
  private static let lines = [
    #"{"v":1,"type":"hello","app":"shop","pid":7,"python":"3.12.3","implementation":"cpython","probe":"0.1.0","monotonic_ns":1000000000,"wall_ns":6}"#,
    #"{"v":1,"type":"stall","loop":1,"started_ns":1000000000,"ended_ns":1400000000,"on_cpu_ns":0,"runqueue_ns":0,"timeslices":1,"gc_ns":0,"#
      + #""startup":false,"looks":4,"looks_asleep":4,"looks_in_futex":0,"noticed_ns":null,"wait_channel":"hrtimer_nanosleep","#
      + #""stack":["lib/driver.py:80:read","shop.py:7:load"],"frame":"shop.py:7:load","task":"main","tasks_seen":1,"captures":1,"ready":0,"holder":null}"#,
    #"{"v":1,"type":"snapshot","seq":1,"at_ns":2000000000,"running_ns":1000000000,"busy_ns":400000000,"turns":9,"stalls":1,"stall_ns":400000000,"#
      + #""loops":[{"loop":1,"kind":"asyncio","thread":"MainThread","main":true,"running":true,"running_ns":1000000000,"busy_ns":400000000,"#
      + #""ready_max":3,"longest_turn_ns":5}],"tasks":2,"queues":[{"queue":"inbox","queues":1,"depth":4,"fullest":4,"capacity":9}],"#
      + #""executor":{"backlog":1,"threads":2,"limit":8},"gc":[[1,2000000],[3,0],[5,0]],"timed":[],"io_wait_ns":null,"#
      + #""threads":3,"dropped":1,"errors":0,"cpu_user_ns":250000000,"cpu_system_ns":0,"memory_bytes":20000000,"latency":[[127,60],[401407,40]]}"#,
    #"{"v":1,"type":"standing","loop":1,"since_ns":2500000000,"at_ns":4000000000,"wait_channel":"futex_do_wait","stack":["shop.py:9:wait"],"#
      + #""frame":"shop.py:9:wait","task":"main"}"#,
  ]

  @Test func `Applications are shown with their figures, their stalls, and the loop that stands`() throws {
    var book = AppBook()
    for line in Self.lines {
      let message = try AppCoding.decode(Array(line.utf8))
      if case .hello(let hello) = message {
        let peer = AppPeerIdentity(pid: 4711, uid: 1000, startTicks: 5)
        #expect(book.opened(1, hello, by: peer, at: .seconds(1)) == nil)
      } else {
        _ = book.received(1, message, at: .seconds(2), wall: Agents.busy.at)
      }
    }
    var snapshot = Agents.busy
    snapshot.apps = book.views(at: .seconds(5))
    try Golden.expect(try ask("apps", snapshot), matches: "\(Repository.root)/Tests/APITests/Golden/apps.json")
  }
}
