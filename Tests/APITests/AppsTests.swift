import API
import AppFixtures
import Applications
import CalcmonTesting
import Foundation
import Samples
import Snapshots
import Telemetry
import Testing
import Thresholds

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

  @Test func `The status tells how many applications are watched, breached and unknown`() throws {
    var snapshot = AppFixtures.watching(Agents.busy, isStanding: false)
    snapshot.judgedApps.append(JudgedAppNow(app: "zoo", judgements: []))
    let apps = try #require(try object(try ask("status", snapshot))["apps"] as? [String: Int])
    let verdicts = snapshot.appNames.map { snapshot.judged(app: $0)?.verdict }
    #expect(apps["watched"] == verdicts.count && apps["breached"] == verdicts.count { $0 == .breached })
    #expect(apps["breached"] ?? 0 > 0 && apps["unknown"] ?? 0 > 0)
    let none = try #require(try object(try ask("status", Agents.busy))["apps"] as? [String: Int])
    #expect(none == ["watched": 0, "breached": 0, "unknown": 0])
  }

  @Test func `An application is shown with its verdict and its targets`() throws {
    var snapshot = AppFixtures.watching(Agents.busy, isStanding: false)
    let apps = try object(try ask("apps", snapshot))["apps"] as? [[String: Any]]
    let shop = try #require(apps?.last)
    #expect(shop["verdict"] as? String == "breached")
    let targets = try #require(shop["targets"] as? [[String: Any]])
    let queue = try #require(targets.first { $0["target"] as? String == "queue_depth" })
    #expect(queue["queue"] as? String == "mail" && queue["verdict"] as? String == "breached")
    #expect(Set(queue.keys).isSuperset(of: ["target", "value", "limit", "verdict", "cause", "queue"]))
    snapshot.judgedApps = []
    let unjudged = try object(try ask("apps", snapshot))["apps"] as? [[String: Any]]
    #expect(unjudged?.last?["verdict"] as? String == "unknown")
  }

  @Test func `Targets of applications come behind those of canaries, with the application's name`() throws {
    let targets = try #require(
      try object(try ask("targets", AppFixtures.watching(Agents.busy)))["targets"] as? [[String: Any]])
    let ofApps = targets.filter { $0["app"] != nil }
    #expect(ofApps.count == 2 * Target.ofApplications.count && ofApps.count < targets.count)
    #expect(ofApps.allSatisfy { $0["mix"] == nil && $0["alerts"] as? Bool == true })
    #expect(targets.filter { $0["app"] == nil }.allSatisfy { $0["mix"] != nil })
  }

  @Test func `One application is told with its intervals, places, stalls and occurrences`() throws {
    let detail = try object(try AppQuery.json(of: AppFixtures.excerpt, AppFixtures.snapshot))
    #expect((detail["intervals"] as? [Any])?.count == AppFixtures.excerpt.intervals.count)
    let places = try #require(detail["places"] as? [[String: Any]])
    #expect(places.first?["frame"] as? String == "checkout.py:88:price" && places.first?["cause"] as? String == "callback")
    let stalls = try #require(detail["stalls"] as? [[String: Any]])
    let newest = try #require((try object(try ask("apps", AppFixtures.snapshot))["apps"] as? [[String: Any]])?.last)
    #expect(stalls.count == 30 && stalls[0]["frame"] != nil && newest["stalls"] != nil)
    #expect((detail["occurrences"] as? [[String: Any]])?.map { $0["kind"] as? String }.contains("process_died") == true)
  }

  @Test func `A name that there is not is not found, and the nearest is told`() throws {
    let problem = #expect(throws: APIProblem.self) { try AppQuery.check("shpo", AppFixtures.snapshot, nil) }
    #expect(problem?.status == 404 && problem?.message.contains("did you mean \"shop\"?") == true)
    try AppQuery.check("shop", AppFixtures.snapshot, nil)
    let none = #expect(throws: APIProblem.self) { try AppQuery.check("x", Agents.busy, nil) }
    #expect(none?.message.contains("none is watched") == true)
  }

  @Test func `The window of an application is checked`() throws {
    #expect(throws: APIProblem.self) { try APIRequest(path: ["apps", "shop"], query: [("since", "yesterday")]) }
    #expect(throws: APIProblem.self) { try APIRequest(path: ["apps", "shop"], query: [("mix", "a")]) }
    #expect(try APIRequest(path: ["apps", "shop"], query: [("since", "1h")]).needsHistory)
    #expect(throws: APIProblem.self) { try AppPageQuery([("window", "2h")]) }
    #expect(try AppPageQuery([("window", "30d")]).window == .month)
    #expect(throws: APIProblem.self) { try StatusPageQuery([("window", "30d")]) }
  }

  private func object(_ json: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  }
}
