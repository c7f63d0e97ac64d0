import Glibc

func errorText(_ code: Int32) -> String { String(cString: strerror(code)) }
