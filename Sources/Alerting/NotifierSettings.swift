/// Somebody who is told of alerts.
package enum NotifierSettings: Hashable, Sendable {
  /// Alertmanager's API, version 2. The path `/api/v2/alerts` is added to the URL.
  case alertmanager(HTTPReceiver)
  /// Whoever understands Alertmanager's webhook payload, version 4.
  case webhook(HTTPReceiver)
  /// A program, started anew for each notification, with the payload of a webhook on its standard input.
  case command(CommandReceiver)
  /// The agent's own log.
  case log

  /// The `notifier` label: `alertmanager/127.0.0.1:9093`. No two have the same. It holds no secret.
  package var name: String {
    switch self {
    case .alertmanager(let receiver): "alertmanager/\(receiver.name ?? receiver.place)"
    case .webhook(let receiver): "webhook/\(receiver.name ?? receiver.place)"
    case .command(let receiver):
      "command/\(receiver.name ?? receiver.arguments.first?.split(separator: "/").last.map(String.init) ?? "")"
    case .log: "log"
    }
  }
}

/// Where alerts are posted to.
package struct HTTPReceiver: Hashable, Sendable {
  /// How calcmon says who it is.
  package enum Credentials: Hashable, Sendable {
    case none
    /// The file holds the password; read anew for each request, without trailing newlines.
    case basic(username: String, passwordFile: String)
    /// The file holds the token.
    case bearer(tokenFile: String)
  }

  /// For `https`. All are PEM files.
  package struct TLS: Hashable, Sendable {
    /// Whom to trust, instead of the system's authorities.
    package var caFile: String?
    /// Shown to the server, with `keyFile`.
    package var certificateFile: String?
    /// Of `certificateFile`.
    package var keyFile: String?
    /// The name that the server's certificate must be for, where it is not the URL's.
    package var serverName: String?
    /// Takes any certificate.
    package var isInsecure = false

    /// The system's authorities, and no certificate to show.
    package init() {}
  }

  /// With scheme `http` or `https` and a host, without credentials in it. Its path may be a secret: it is never shown.
  package var url: String
  /// Scheme, host and port of the URL, as they are shown: `127.0.0.1:9093`.
  package var place: String
  /// In the `notifier` label, instead of the place.
  package var name: String?
  /// After which an attempt is given up. In seconds.
  package var timeout = 10.0
  /// How calcmon says who it is.
  package var credentials = Credentials.none
  /// For `https`.
  package var tls = TLS()
  /// Between two notifications of the same firing alert: `repeat_interval`. In seconds. Of webhooks only; an Alertmanager is told every minute.
  package var repeatInterval = 4 * 3600.0

  /// A receiver that asks for nothing.
  package init(url: String, place: String) {
    self.url = url
    self.place = place
  }
}

/// A program that is told of alerts.
package struct CommandReceiver: Hashable, Sendable {
  /// The program's path and its arguments, as they are: no shell reads them.
  package var arguments: [String]
  /// In the `notifier` label, instead of the program's name.
  package var name: String?
  /// After which it is killed. In seconds.
  package var timeout = 10.0
  /// As in `HTTPReceiver`.
  package var repeatInterval = 4 * 3600.0

  /// A program.
  package init(arguments: [String]) {
    self.arguments = arguments
  }
}
