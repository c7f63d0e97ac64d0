import API
import Alerting
import Console
import FoundationEssentials
import Notifying
import Processes
import Rendering
import Scheduling
import Settings

/// A running agent, asked over HTTP.
struct RemoteAgent {
  private static let timeout = 30.0

  private let question: HTTPQuestion
  /// Host and port.
  private let place: String

  /// - Throws: `ExitStatus.usage`, if the file is not good; its problems are on standard error then.
  init(_ url: AgentAddress, configFile: PathArgument?) throws {
    var receiver = HTTPReceiver(url: url.address.trimmed, place: url.address.place)
    receiver.timeout = Self.timeout
    do {
      if let configFile { try receiver.configure(file: configFile.path) }
    } catch {
      StandardError.write("\(error)\n")
      throw ExitStatus.usage
    }
    place = url.address.place
    question = HTTPQuestion(receiver, user: url.user, agent: "calcmon/\(BuildInfo.current.version)", time: SystemTime())
  }

  /// Asks its API.
  ///
  /// - Parameter path: behind `/api/v1/`.
  /// - Throws: `CommandFailure`, if there is no answer, or a refusal.
  func ask(_ path: String, _ query: [(String, String)] = []) async throws -> HTTPQuestion.Answer {
    let answer: HTTPQuestion.Answer
    do {
      answer = try await question.get(target(path, query))
    } catch {
      throw unreachable(error)
    }
    guard answer.status == 200 else { throw refusal(answer) }
    return answer
  }

  /// Asks for something long, and passes it on as it comes.
  ///
  /// - Throws: as `ask`; what the sink throws.
  func stream(_ path: String, _ query: [(String, String)], to sink: ([UInt8]) throws -> Void) async throws {
    let answer: HTTPQuestion.Answer
    do {
      answer = try await question.get(target(path, query), to: sink)
    } catch let error as HTTPQuestion.NoAnswer {
      throw unreachable(error)
    }
    guard answer.status == 200 else { throw refusal(answer) }
  }

  private func target(_ path: String, _ query: [(String, String)]) -> String {
    let text = query.map { "\($0.0)=\(PercentText.encoded($0.1))" }.joined(separator: "&")
    return "/api/v1/\(path)\(text.isEmpty ? "" : "?\(text)")"
  }

  private func unreachable(_ error: HTTPQuestion.NoAnswer) -> CommandFailure {
    CommandFailure(status: .failure, message: "the agent at \(place) cannot be reached: \(error)")
  }

  /// Asks for what a command would print, and with which status it would end.
  func print(_ path: String, _ query: [(String, String)], width: Int?, to write: (String) throws -> Void) async throws {
    let answer = try await ask(path, query + (width.map { [("width", "\($0)")] } ?? []))
    guard let status = answer.header(PrintedAnswer.header).flatMap(Int32.init).flatMap(ExitStatus.init(rawValue:)) else {
      throw CommandFailure(status: .failure, message: "what answers at \(place) is no agent of calcmon, or another version of it")
    }
    try write(String(decoding: answer.body, as: UTF8.self))
    if status != .good { throw status }
  }

  private func refusal(_ answer: HTTPQuestion.Answer) -> CommandFailure {
    let reason = reason(answer)
    switch (answer.status, reason) {
    case (400, let reason?), (404, let reason?):
      return CommandFailure(status: .usage, message: "the agent at \(place) refuses: \(reason)")
    case (400, nil), (404, nil):
      return CommandFailure(
        status: .failure,
        message:
          "what answers at \(place) is no agent of calcmon, or has another path than the --url: it answered \(answer.status)")
    case (401, _):
      return CommandFailure(
        status: .usage,
        message: """
          the agent at \(place) wants the name and the password of a user that it knows; give them as https://user:password@host, or in \
          --http.config.file
          """)
    default:
      return CommandFailure(
        status: .failure, message: "the agent at \(place) answered \(answer.status)\(reason.map { ": \($0)" } ?? "")")
    }
  }

  private struct Problem: Decodable {
    let error: String
  }

  /// What an agent says of a refusal; `nil` of a page for people, which an agent does not answer its API's routes with.
  private func reason(_ answer: HTTPQuestion.Answer) -> String? {
    if let problem = try? JSONDecoder().decode(Problem.self, from: Data(answer.body)) { return Printable.text(problem.error) }
    let line = String(decoding: answer.body.prefix(200), as: UTF8.self).split(whereSeparator: \.isNewline).first
    return line.flatMap { $0.hasPrefix("<") ? nil : Printable.text(String($0)) }
  }
}
