/// Of `epoll_pwait` here, which every processor has.
#if arch(x86_64)
  let epollNumber = 281
  let futexNumber = 202
#else
  let epollNumber = 22
  let futexNumber = 98
#endif
