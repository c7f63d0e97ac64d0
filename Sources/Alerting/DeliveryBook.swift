package import Samples

/// Who is to be told what, and when again: Prometheus' rules for Alertmanagers, and those of Alertmanager's own receivers for the others.
///
/// A value: alerts and an instant in, what is to be sent out. What was handed over and not yet confirmed is handed over again after a minute,
/// newer.
package struct DeliveryBook: Sendable {
  /// How a notifier is told.
  package struct Policy: Hashable, Sendable {
    /// See `NotifierSettings.name`.
    package let notifier: String
    /// Between two notifications of the same firing alert, in milliseconds.
    package let repeatInterval: Int64
    /// Whether a resolved alert is told again and again, until it is forgotten.
    package let repeatsResolved: Bool

    /// What suits a notifier.
    package init(_ settings: NotifierSettings) {
      notifier = settings.name
      switch settings {
      case .alertmanager: (repeatInterval, repeatsResolved) = (DeliveryBook.resendDelay, true)
      case .webhook(let receiver): (repeatInterval, repeatsResolved) = (receiver.repeatInterval.milliseconds, false)
      case .command(let receiver): (repeatInterval, repeatsResolved) = (receiver.repeatInterval.milliseconds, false)
      case .log: (repeatInterval, repeatsResolved) = (4 * 3600 * 1000, false)
      }
    }
  }

  /// What is to be done with one notifier.
  package struct Orders: Hashable, Sendable {
    /// To be sent, in the order in which they became what they are.
    package var send: [NotifiedAlert] = []
    /// Not to be sent, where they still wait: nobody was told that they fire, and they do not any more.
    package var withdraw: [Fingerprint] = []

    package init(send: [NotifiedAlert] = [], withdraw: [Fingerprint] = []) {
      self.send = send
      self.withdraw = withdraw
    }
  }

  private struct Key: Hashable {
    let notifier: String
    let fingerprint: Fingerprint

    init(_ delivery: Delivery) { (notifier, fingerprint) = (delivery.notifier, delivery.fingerprint) }
    init(_ policy: Policy, _ alert: Alert) { (notifier, fingerprint) = (policy.notifier, alert.fingerprint) }
  }

  private struct Offer {
    let activeAt: Timestamp
    let state: AlertState
    let at: Timestamp
  }

  static let resendDelay: Int64 = 60_000
  /// A firing alert that is not heard of again ends by itself: two failures in a row are survived.
  private static let lifetime = 4 * resendDelay

  private var policies: [Policy]
  private var deliveries: [Key: Delivery] = [:]
  private var offers: [Key: Offer] = [:]

  /// - Parameter deliveries: that were kept.
  package init(_ policies: [Policy], deliveries: [Delivery] = []) {
    self.policies = policies
    for delivery in deliveries { self.deliveries[Key(delivery)] = delivery }
  }

  /// Other notifiers. Those that stay know what they were told.
  package mutating func apply(_ policies: [Policy]) {
    self.policies = policies
  }

  /// A notifier was replaced by another of the same name: what was handed to the old one is handed over again.
  package mutating func forgetOffers(to notifier: String) {
    offers = offers.filter { $0.key.notifier != notifier }
  }

  /// What is to be sent now, by notifier.
  ///
  /// - Parameters:
  ///   - alerts: all of them, as they stand.
  ///   - isMuted: whether nobody is to be told of it now.
  ///   - generatorURL: where people find an alert.
  package mutating func orders(
    for alerts: [Alert], at now: Timestamp, isMuted: (Alert) -> Bool, generatorURL: (Alert) -> String
  ) -> [String: Orders] {
    forget(allBut: alerts)
    let inhibition = Inhibition(alerts)
    let told = alerts.filter { $0.state != .pending && !isMuted($0) }.sorted {
      ($0.changedAt, $0.labels) < ($1.changedAt, $1.labels)
    }
    var orders: [String: Orders] = [:]
    for policy in policies {
      var own = Orders()
      for alert in told {
        switch wish(alert, policy, now, isCovered: inhibition.covers(alert)) {
        case .send:
          own.send.append(
            NotifiedAlert(
              alert: alert, endsAt: alert.resolvedAt ?? now.later(milliseconds: Self.lifetime), generatorURL: generatorURL(alert))
          )
          offers[Key(policy, alert)] = Offer(activeAt: alert.activeAt, state: alert.state, at: now)
        case .withdraw:
          own.withdraw.append(alert.fingerprint)
          offers[Key(policy, alert)] = nil
        case .nothing: break
        }
      }
      if own != Orders() { orders[policy.notifier] = own }
    }
    return orders
  }

  private enum Wish { case send, withdraw, nothing }

  /// - Parameter isCovered: whether another alert says it already: then nobody is told of it anew. An Alertmanager that knows of it goes on
  ///   hearing that it fires, or would take it to be over.
  private func wish(_ alert: Alert, _ policy: Policy, _ now: Timestamp, isCovered: Bool) -> Wish {
    let key = Key(policy, alert)
    let told = deliveries[key].flatMap { $0.activeAt == alert.activeAt ? $0 : nil }
    let offer = offers[key].flatMap { $0.activeAt == alert.activeAt ? $0 : nil }
    if alert.state == .inactive, told == nil { return offer?.state == .firing ? .withdraw : .nothing }
    if isCovered, told == nil { return offer == nil ? .nothing : .withdraw }
    if isCovered, !policy.repeatsResolved { return .nothing }
    if let offer, offer.state == alert.state, Self.isWithin(Self.resendDelay, since: offer.at, now) { return .nothing }
    guard let told, told.state == alert.state else { return .send }
    if alert.state == .inactive, !policy.repeatsResolved { return .nothing }
    return Self.isWithin(policy.repeatInterval, since: told.sentAt, now) ? .nothing : .send
  }

  /// Whether an instant was less than so long ago. One in the future tells that the clock was set back: nobody knows how long ago it was.
  private static func isWithin(_ milliseconds: Int64, since instant: Timestamp, _ now: Timestamp) -> Bool {
    (-1000..<milliseconds).contains(now.milliseconds - instant.milliseconds)
  }

  /// A notifier has taken it. Returns what is to be kept.
  package mutating func delivered(_ alert: Alert, to notifier: String, at now: Timestamp) -> Delivery {
    let delivery = Delivery(
      notifier: notifier, fingerprint: alert.fingerprint, activeAt: alert.activeAt, state: alert.state, sentAt: now)
    let key = Key(delivery)
    deliveries[key] = delivery
    if let offer = offers[key], offer.activeAt == alert.activeAt, offer.state == alert.state { offers[key] = nil }
    return delivery
  }

  private mutating func forget(allBut alerts: [Alert]) {
    let known = Set(alerts.map(\.fingerprint))
    deliveries = deliveries.filter { known.contains($0.key.fingerprint) }
    offers = offers.filter { known.contains($0.key.fingerprint) }
  }
}

extension Alert {
  /// When it became what it is.
  var changedAt: Timestamp { resolvedAt ?? firedAt ?? activeAt }
}
