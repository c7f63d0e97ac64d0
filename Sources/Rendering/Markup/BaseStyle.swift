/// What the style sheets of the report and of the pages have in common: `base.css`. Each of them adds its own behind it.
package enum BaseStyle {
  /// The file as it is embedded.
  package static let bytes = PackageResources.base_css

  /// The same as text; ends with a line feed.
  package static let css = String(decoding: bytes, as: UTF8.self)
}
