// What libraries that GCC 13 made ask of libstdc++ (version GLIBCXX_3.4.32): that the standard streams are there. Older ones make them by an object.
#include <iostream>

namespace std {
void begin_streams() __asm__("_ZSt21ios_base_library_initv");
void begin_streams() { static ios_base::Init once; }
}
