// weak LIBRARY VERSION: makes LIBRARY's need of a symbol version weak, so that a loader that has no such version of the other library goes on, as where
// one symbol of it is given by another library. Only for a copy of the library (eng/package.sh). Exit status 1 where it needs no such version.
#include <elf.h>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

int main(int, char** arguments) {
    std::ifstream in(arguments[1], std::ios::binary);
    std::vector<char> bytes((std::istreambuf_iterator<char>(in)), {});
    auto at = [&](size_t offset) { return bytes.data() + offset; };
    auto header = (Elf64_Ehdr*)at(0);
    auto sections = (Elf64_Shdr*)at(header->e_shoff);
    bool found = false;
    for (int s = 0; s < header->e_shnum; s++) {
        if (sections[s].sh_type != SHT_GNU_verneed) continue;
        auto names = at(sections[sections[s].sh_link].sh_offset);
        auto need = at(sections[s].sh_offset);
        for (Elf64_Word i = 0; i < sections[s].sh_info; i++, need += ((Elf64_Verneed*)need)->vn_next) {
            auto version = need + ((Elf64_Verneed*)need)->vn_aux;
            for (int j = 0; j < ((Elf64_Verneed*)need)->vn_cnt; j++, version += ((Elf64_Vernaux*)version)->vna_next) {
                if (std::strcmp(names + ((Elf64_Vernaux*)version)->vna_name, arguments[2])) continue;
                ((Elf64_Vernaux*)version)->vna_flags |= VER_FLG_WEAK;
                found = true;
            }
        }
    }
    std::ofstream(arguments[1], std::ios::binary).write(bytes.data(), (std::streamsize)bytes.size());
    return found ? 0 : 1;
}
