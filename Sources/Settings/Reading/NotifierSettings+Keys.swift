import Alerting

extension NotifierSettings {
  /// Everybody who is told; no two have the same name.
  static func all(_ map: YAMLMap) -> [NotifierSettings] {
    var names: Set<String> = ["log"]
    func list(_ key: String, _ read: (YAMLMap) -> NotifierSettings?) -> [NotifierSettings] {
      map.take(key) { value in
        value.list { element in
          element.map { map in
            guard let notifier = read(map) else { return nil }
            if names.insert(notifier.name).inserted { return notifier }
            map.addProblem("name", "there is another notifier '\(notifier.name.shown)'; give one of them a name of its own")
            return nil
          }
        }
      } ?? []
    }
    let log: [NotifierSettings] = map.take("log") { $0.flag() } ?? true ? [.log] : []
    return log + list("alertmanagers") { HTTPReceiver.read($0, repeats: false).map(alertmanager) }
      + list("webhooks") { HTTPReceiver.read($0, repeats: true).map(webhook) }
      + list("commands") { CommandReceiver.read($0).map(command) }
  }
}

extension CommandReceiver {
  fileprivate static func read(_ map: YAMLMap) -> CommandReceiver? {
    let arguments = map.require("argv") { $0.arguments() }
    var receiver = CommandReceiver(arguments: arguments ?? [])
    map.set(&receiver.name, "name") { $0.notifierName() }
    map.set(&receiver.timeout, "timeout") { $0.duration(Bounds.timeout) }
    map.set(&receiver.repeatInterval, "repeat_interval") { $0.duration(Bounds.repeated) }
    return arguments.map { _ in receiver }
  }
}

extension HTTPReceiver {
  /// - Parameter repeats: whether it has a `repeat_interval`.
  fileprivate static func read(_ map: YAMLMap, repeats: Bool) -> HTTPReceiver? {
    let address = map.require("url") { $0.httpAddress() }
    var receiver = HTTPReceiver(url: address?.url ?? "", place: address?.place ?? "")
    map.set(&receiver.name, "name") { $0.notifierName() }
    map.set(&receiver.timeout, "timeout") { $0.duration(Bounds.timeout) }
    if repeats { map.set(&receiver.repeatInterval, "repeat_interval") { $0.duration(Bounds.repeated) } }
    receiver.credentials = Credentials(map)
    map.set(&receiver.tls, "tls_config") { $0.map { TLS($0) } }
    return address.map { _ in receiver }
  }
}

extension HTTPReceiver.Credentials {
  init(_ map: YAMLMap) {
    let basic = map.take("basic_auth") { $0.map { Self.basic($0) } }
    let bearer = map.take("authorization") { $0.map { $0.require("credentials_file") { $0.path() }.map(Self.bearer) } }
    if basic != nil, bearer != nil { map.addProblem("authorization", "authorization: give this or basic_auth, not both") }
    self = basic ?? bearer ?? .none
  }

  private static func basic(_ map: YAMLMap) -> Self? {
    let username = map.require("username") { $0.line() }
    let file = map.require("password_file") { $0.path() }
    guard let username, let file else { return nil }
    return .basic(username: username, passwordFile: file)
  }
}

extension HTTPReceiver.TLS {
  init(_ map: YAMLMap) {
    self.init()
    map.set(&caFile, "ca_file") { $0.path() }
    map.set(&certificateFile, "cert_file") { $0.path() }
    map.set(&keyFile, "key_file") { $0.path() }
    map.set(&serverName, "server_name") { $0.line() }
    map.set(&isInsecure, "insecure_skip_verify") { $0.flag() }
    guard map.wrongKeys.isEmpty, (certificateFile == nil) != (keyFile == nil) else { return }
    map.addProblem(keyFile == nil ? "cert_file" : "key_file", "cert_file and key_file: one is no use without the other")
  }
}

extension YAMLValue {
  /// Becomes a label's value.
  fileprivate func notifierName() -> String? {
    guard let name = line() else { return nil }
    return name.utf8.count <= 64 ? name : wrong("must have 64 bytes at the most")
  }

  /// A program, whose path begins in the file's directory where it is relative, with its arguments.
  fileprivate func arguments() -> [String]? {
    guard var arguments = list({ $0.text() }) else { return nil }
    guard let program = arguments.first, !program.isEmpty else { return wrong("must begin with a program") }
    if program.contains("/"), !program.hasPrefix("/") { arguments[0] = file.folder + program }
    return arguments
  }
}
