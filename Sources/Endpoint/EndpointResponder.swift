import Exposition
import HTTPServer
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// From requests to responses: who may ask, for what, and in which form it is answered.
struct EndpointResponder: Sendable {
  private let content: EndpointContent
  private let options: EndpointOptions
  private let hosts: HostCheck
  private let readers: ConcurrencyLimit
  private let listeners: ConcurrencyLimit

  init(_ content: EndpointContent, _ options: EndpointOptions) {
    self.content = content
    self.options = options
    hosts = HostCheck(names: options.hosts)
    readers = ConcurrencyLimit(options.maxConcurrentPages)
    listeners = ConcurrencyLimit(options.maxConcurrentPages)
  }

  /// Responds, and counts the response.
  @Sendable func respond(to request: Request) async -> Response {
    var response = await admitted(request)
    for header in options.headers() { response.headers.replaceOrAdd(name: header.name, value: header.value) }
    options.responded(Int(response.status.code))
    return request.method == .HEAD ? response.withoutBody : response
  }

  private func admitted(_ request: Request) async -> Response {
    let path = request.target.path
    if request.isLoopback, !hosts.allows(request.authority) {
      let name = request.authority ?? ""
      return .refusal(
        .forbidden,
        "this host is not known as '\(name)'; if that is a name of it, start calcmon with --web.external-url=http://\(name)/")
    }
    if let authorize = options.authorize {
      switch await authorize(request.header("authorization")) {
      case .allowed: break
      case .denied:
        var response = Response.refusal(.unauthorized, "a user and a password are needed")
        response.headers.add(name: "WWW-Authenticate", value: "Basic realm=\"calcmon\", charset=\"UTF-8\"")
        return response
      case .busy: return .comeAgain("too many passwords are being checked")
      case .limited: return .comeAgain("more requests come than the web configuration allows", status: .tooManyRequests)
      }
    }
    guard let inside = options.path(inside: path) else {
      return path == "/"
        ? .redirect(to: options.routePrefix + "/") : .refusal(.notFound, "everything here begins with \(options.routePrefix)/")
    }
    let route = Route(path: inside)
    if route == .reload, !options.allowsReload {
      return .refusal(.forbidden, "the agent was not started with --web.enable-lifecycle")
    }
    guard route.methods.contains(request.method) else {
      let methods = route.methods.map(\.rawValue).joined(separator: ", ")
      var response = Response.refusal(.methodNotAllowed, "only \(methods) is answered here")
      response.headers.add(name: "Allow", value: methods)
      return response
    }
    return await respond(to: request, at: route)
  }

  private func respond(to request: Request, at route: Route) async -> Response {
    switch route {
    case .metrics: return metrics(request)
    case .healthy: return .document(.text("calcmon is healthy.\n"), request)
    case .ready: return .document(ready, request)
    case .reload: return await reload(request)
    case .events: return events(request)
    case .asset(let name): return .document(content.asset(name) ?? .text("no such file\n", status: 404), request)
    case .impossible: return .refusal(.notFound, "there is nothing at this address")
    case .api(let path): return await read(request) { await content.api(path, $0) }
    case .page(let path): return await read(request) { await content.page(path, $0) }
    }
  }

  private func metrics(_ request: Request) -> Response {
    let format = ExpositionFormat.negotiated(accept: request.headers["accept"])
    let gzip = request.allowsGzip
    return .bytes(content.metrics(format, gzip), type: format.contentType, isCompressed: gzip, varies: "Accept, Accept-Encoding")
  }

  private var ready: Document {
    switch content.readiness() {
    case .ready: .text("calcmon is ready.\n")
    case .notReady(let reason): .text("calcmon is not ready: \(reason).\n", status: 503)
    }
  }

  private func reload(_ request: Request) async -> Response {
    // A form of somebody else's page may post here without asking, but cannot hide where it comes from.
    if let origin = request.header("origin"), !options.isOwn(origin, authority: request.authority) {
      return .refusal(.forbidden, "the request comes from another site's page")
    }
    return switch await content.reload() {
    case .done: .document(.text("the configuration was read anew\n"), request)
    case .refused(let problems):
      .document(.text("the configuration was refused, the old one goes on:\n\(problems)\n", status: 500), request)
    case .nothingToRead:
      .document(.text("there is no configuration file; start the agent with --config.file\n", status: 500), request)
    }
  }

  private func read(_ request: Request, _ body: (EndpointContent.Query?) async -> Document) async -> Response {
    guard let permit = readers.permit() else { return .comeAgain("too many pages are being made") }
    defer { withExtendedLifetime(permit) {} }
    return .document(await body(PercentCoding.query(request.target.query ?? "")), request)
  }

  /// Server-sent events (HTML, section 9.2) until the other side closes, or the agent stops.
  private func events(_ request: Request) -> Response {
    if request.method == .HEAD { return .eventStream(.none) }
    guard let permit = listeners.permit() else { return .comeAgain("too many listen already") }
    let events = content.events
    // The permit goes with the body, also if the connection is gone before the body is written.
    return .eventStream(
      .stream { writer in
        defer { withExtendedLifetime(permit) {} }
        for await event in events().cancelOnGracefulShutdown() {
          try await writer.write(ByteBuffer(string: "data: \(event)\n\n"))
        }
      })
  }
}

extension EndpointOptions {
  /// Whether a page of this origin is one of calcmon's own: it was asked for as this request is, or where people find calcmon.
  fileprivate func isOwn(_ origin: String, authority: String?) -> Bool {
    guard let origin = Origin(origin) else { return false }
    let own = authority.flatMap(Authority.init)
    // Which scheme a proxy was asked by is not known here.
    return origin.authority.host == own?.host && [own?.port, own?.port ?? origin.standardPort].contains(origin.port)
      || externalURL.flatMap { Origin($0) } == origin
  }

  /// What follows the route prefix, from its slash on; `nil` where the path does not begin with the prefix.
  fileprivate func path(inside path: String) -> Substring? {
    guard !routePrefix.isEmpty else { return path[...] }
    guard path.hasPrefix(routePrefix) else { return nil }
    let rest = path.dropFirst(routePrefix.count)
    return rest.isEmpty ? "/" : rest.hasPrefix("/") ? rest : nil
  }
}

extension Request {
  /// Whether the other side is this host, and came over an address that only this host has.
  fileprivate var isLoopback: Bool {
    guard let host = localHost else { return false }
    return (HostAddress(v4: host) ?? HostAddress(v6: host))?.isLoopback ?? false
  }
}
