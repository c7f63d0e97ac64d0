import ArgumentParser
import Console
import Samples
import Workloads

/// What flags change of a mix. Whether the result makes sense is for `Mix.problems` to say.
struct MixFlags: ParsableArguments {
  @Option(parsing: .unconditional, help: ArgumentHelp("How many items.", valueName: "number"), transform: wholeNumber)
  var items: Int?

  @Option(parsing: .unconditional, help: ArgumentHelp("Items for so long, as in 5s.", valueName: "time"), transform: seconds)
  var duration: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Items arrive at their own times, at this share of the capacity, as in 80% or 0.8.", valueName: "share"),
    transform: writtenShare)
  var load: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Items arrive at their own times, at this rate, as in 300/s or 18k/m.", valueName: "rate"),
    transform: writtenRate)
  var rate: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The first step of an item: timer:3.3ms, http:10ms, disk, sqlite, a function as in python:shop.db:load, a URL as in url:http://127.0.0.1:8000/, a command as in command:'curl -s …', or none.",
      valueName: "step"), transform: ioStep)
  var io: StepChange<Mix.IOStep>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The second: 1.2ms, or with its kernel, as in memory:1.2ms (\(Kernel.allCases.map(\.rawValue).joined(separator: ", "))), a function, as in python:shop.pricing:price, or none.",
      valueName: "step"), transform: cpuStep)
  var cpu: StepChange<Mix.CPUStep>?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Items in flight at the most, for async and hybrid.", valueName: "number"),
    transform: wholeNumber)
  var concurrency: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Worker processes of the strategy hybrid. (default: one a core)", valueName: "number"),
    transform: wholeNumber)
  var processes: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Threads of the strategy threads. (default: 10)", valueName: "number"),
    transform: wholeNumber)
  var threads: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Items that go to a worker process in one piece.", valueName: "number"),
    transform: wholeNumber)
  var chunk: Int?

  @Option(
    name: .customLong("queue-limit"), parsing: .unconditional,
    help: ArgumentHelp("Items that may wait; what arrives beyond is dropped. For --load and --rate.", valueName: "number"),
    transform: wholeNumber)
  var queueLimit: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("After which an attempt is given up.", valueName: "time"), transform: seconds)
  var timeout: Double?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Attempts of an item, the first included.", valueName: "number"),
    transform: wholeNumber)
  var attempts: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Waited before the second attempt, then doubled.", valueName: "time"),
    transform: seconds)
  var backoff: Double?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Share of attempts that fail on purpose, as in 5%.", valueName: "share"),
    transform: writtenShare)
  var fail: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Share of attempts that hang on purpose, until their timeout.", valueName: "share"),
    transform: writtenShare)
  var hang: Double?

  @Option(help: ArgumentHelp("The event loop of the runtime asyncio; uvloop where it is installed.", valueName: "name"))
  var loop: Mix.EventLoopKind?

  @OptionGroup(title: "Functions of your own")
  var code: CodeFlags

  func validate() throws {
    if load != nil, rate != nil { throw ValidationError("give --load or --rate, not both") }
    if items != nil, duration != nil { throw ValidationError("give --items or --duration, not both") }
  }

  /// The mix with the changes.
  func changed(_ mix: Mix) throws -> Mix {
    var mix = mix
    if let io { mix.io = io.step }
    if let cpu { mix.cpu = cpu.step }
    if io != nil || cpu != nil { mix.kind = kind(of: mix) }
    code.change(&mix)
    if let concurrency { mix.concurrency = concurrency }
    if let processes { mix.processes = processes }
    if let threads { mix.threads = threads }
    if let chunk { mix.chunk = chunk }
    if let queueLimit { mix.queueLimit = queueLimit }
    if let timeout { mix.timeoutSeconds = timeout }
    if let attempts { mix.retries.attempts = attempts }
    if attempts != nil || backoff != nil { mix.retries.backoffSeconds = backoff ?? max(mix.retries.backoffSeconds, 0.05) }
    if let fail { mix.fail = fail }
    if let hang { mix.hang = hang }
    if let loop { mix.loop = loop }
    mix.arrivals = try arrivals(of: mix)
    return mix
  }

  /// The steps decide, but for a stream, which is one whatever its items do.
  private func kind(of mix: Mix) -> MixKind {
    switch (mix.kind, mix.io, mix.cpu) {
    case (.realtime, _, _): .realtime
    case (_, .some, nil): .io
    case (.cpu, nil, .some): .cpu
    case (_, _, _): .mixed
    }
  }

  private func arrivals(of mix: Mix) throws -> Mix.Arrivals {
    let span = duration.map { .seconds($0) } ?? items.map { Mix.Span.items($0) }
    if let load { return .load(load, span ?? .seconds(3)) }
    if let rate { return .rate(rate, span ?? .seconds(3)) }
    switch mix.arrivals {
    case .batch, .filling:
      return duration.map { .filling(seconds: $0) } ?? items.map { .batch(items: $0) } ?? mix.arrivals
    case .load(let load, let old): return .load(load, span ?? old)
    case .rate(let rate, let old): return .rate(rate, span ?? old)
    case .none(let seconds):
      guard items == nil else { throw ValidationError("--items: an idle mix has no items; give --duration") }
      return .none(seconds: duration ?? seconds)
    }
  }
}

/// A step that a flag gives or takes away.
struct StepChange<Step> {
  /// `nil`: the item goes without.
  let step: Step?
}

private func seconds(_ text: String) throws -> Double {
  guard let seconds = DurationText.seconds(text) else {
    throw OptionProblem.demand("is not a duration, such as 3.3ms, 5s or 1m30s")
  }
  return seconds
}

private func writtenShare(_ text: String) throws -> Double {
  guard let share = ShareText.share(text) else { throw OptionProblem.demand(ShareText.demand) }
  return share
}

private func writtenRate(_ text: String) throws -> Double {
  guard let rate = RateText.perSecond(text) else { throw OptionProblem.demand(RateText.demand) }
  return rate
}

private func ioStep(_ text: String) throws -> StepChange<Mix.IOStep> {
  do {
    return StepChange(step: text == "none" ? nil : try MixSteps.io(text))
  } catch {
    throw OptionProblem.part("\(error)")
  }
}

private func cpuStep(_ text: String) throws -> StepChange<Mix.CPUStep> {
  do {
    return StepChange(step: text == "none" ? nil : try MixSteps.cpu(text))
  } catch {
    throw OptionProblem.part("\(error)")
  }
}

extension Mix.EventLoopKind: ExpressibleByArgument {}
