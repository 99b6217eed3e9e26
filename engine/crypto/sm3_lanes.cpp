// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/sm3_lanes.h"

#include "engine/base/platform.h"
#include "engine/crypto/sm3.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#define BUSHENG_SM3_LANES 1
// Everything that passes vectors is inlined: there is no calling convention to change.
#pragma GCC diagnostic ignored "-Wpsabi"
#endif

namespace busheng {
namespace {

#ifdef BUSHENG_SM3_LANES

constexpr std::size_t kBlock = 64;
constexpr std::array<quint32, 8> kStart{0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600,
                                        0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e};

/// T_j <<< j of GB/T 32905 5.3.3.
constexpr std::array<quint32, 64> roundConstants()
{
    std::array<quint32, 64> constants{};
    for (int j = 0; j < 64; ++j)
        constants[static_cast<std::size_t>(j)] = std::rotl<quint32>(j < 16 ? 0x79cc4519U : 0x7a879d8aU, j % 32);
    return constants;
}
constexpr std::array<quint32, 64> kConstants = roundConstants();

/// One 32-bit word of each lane.
template <int Lanes>
struct Words {
    typedef quint32 Type __attribute__((vector_size(Lanes * 4)));
};

/// The compression function (GB/T 32905 5.3) of `Lanes` independent messages. Always inlined, so that it is compiled
/// for the processor of whoever calls it.
template <int Lanes>
[[gnu::always_inline]] inline void compress(std::array<typename Words<Lanes>::Type, 8>& state,
                                            const char* const* blocks)
{
    using Vector = typename Words<Lanes>::Type;
    const auto rotate = [](const Vector& value, int by) __attribute__((always_inline))->Vector
    {
        return (value << by) | (value >> (32 - by));
    };
    Vector w[16];
    for (int i = 0; i < 16; ++i) {
        for (int lane = 0; lane < Lanes; ++lane)
            w[i][lane] = qFromBigEndian<quint32>(blocks[lane] + 4 * i);
    }
    Vector a = state[0];
    Vector b = state[1];
    Vector c = state[2];
    Vector d = state[3];
    Vector e = state[4];
    Vector f = state[5];
    Vector g = state[6];
    Vector h = state[7];
    // Fully unrolled: the indices into w are then constants, and the renaming of a to h costs nothing.
#pragma GCC unroll 64
    for (int j = 0; j < 64; ++j) {
        const Vector word = w[j % 16];
        const Vector ahead = w[(j + 4) % 16];
        const Vector a12 = rotate(a, 12);
        const Vector ss1 = rotate(a12 + e + kConstants[static_cast<std::size_t>(j)], 7);
        const Vector ss2 = ss1 ^ a12;
        const Vector ff = j < 16 ? a ^ b ^ c : (a & b) | (c & (a | b));
        const Vector gg = j < 16 ? e ^ f ^ g : ((f ^ g) & e) ^ g;
        const Vector tt1 = ff + d + ss2 + (word ^ ahead);
        const Vector tt2 = gg + h + ss1 + word;
        d = c;
        c = rotate(b, 9);
        b = a;
        a = tt1;
        h = g;
        g = rotate(f, 19);
        f = e;
        e = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17);
        // W_{j+16} takes the place of W_j, whose last use this was.
        const Vector x = word ^ w[(j + 7) % 16] ^ rotate(w[(j + 13) % 16], 15);
        w[j % 16] = x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(w[(j + 3) % 16], 7) ^ w[(j + 10) % 16];
    }
    state[0] ^= a;
    state[1] ^= b;
    state[2] ^= c;
    state[3] ^= d;
    state[4] ^= e;
    state[5] ^= f;
    state[6] ^= g;
    state[7] ^= h;
}

template <int Lanes>
[[gnu::always_inline]] inline void hashLanes(const char* pieces, std::size_t length, Digest* digests)
{
    using Vector = typename Words<Lanes>::Type;
    std::array<Vector, 8> state;
    for (std::size_t i = 0; i < 8; ++i)
        state[i] = Vector{} + kStart[i];
    const char* blocks[Lanes];
    const std::size_t whole = length / kBlock;
    for (std::size_t block = 0; block < whole; ++block) {
        for (int lane = 0; lane < Lanes; ++lane)
            blocks[lane] = pieces + static_cast<std::size_t>(lane) * length + block * kBlock;
        compress<Lanes>(state, blocks);
    }
    // The rest, a one bit, zeros, and the length in bits: one block more, or two.
    const std::size_t rest = length - whole * kBlock;
    const std::size_t tailBytes = rest + 9 <= kBlock ? kBlock : 2 * kBlock;
    std::array<std::array<char, 2 * kBlock>, Lanes> tails{};
    for (int lane = 0; lane < Lanes; ++lane) {
        char* const tail = tails[static_cast<std::size_t>(lane)].data();
        std::memcpy(tail, pieces + static_cast<std::size_t>(lane) * length + whole * kBlock, rest);
        tail[rest] = static_cast<char>(0x80);
        qToBigEndian<quint64>(static_cast<quint64>(length) * 8, tail + tailBytes - 8);
    }
    for (std::size_t at = 0; at < tailBytes; at += kBlock) {
        for (int lane = 0; lane < Lanes; ++lane)
            blocks[lane] = tails[static_cast<std::size_t>(lane)].data() + at;
        compress<Lanes>(state, blocks);
    }
    for (int lane = 0; lane < Lanes; ++lane) {
        for (std::size_t i = 0; i < 8; ++i)
            qToBigEndian<quint32>(state[i][lane], digests[lane].data() + 4 * i);
    }
}

[[gnu::target("avx2")]] void hash8(const char* pieces, std::size_t length, Digest* digests)
{
    hashLanes<8>(pieces, length, digests);
}

[[gnu::target("avx512f,avx512bw,avx512vl")]] void hash16(const char* pieces, std::size_t length, Digest* digests)
{
    hashLanes<16>(pieces, length, digests);
}

#endif

} // namespace

void sm3OfPieces(BytesView pieces, std::span<Digest> digests)
{
    if (digests.empty())
        return;
    const std::size_t length = pieces.size() / digests.size();
    Q_ASSERT(length * digests.size() == pieces.size());
    std::size_t done = 0;
#ifdef BUSHENG_SM3_LANES
    static const bool hasAvx512 = kHasWideVectors && __builtin_cpu_supports("avx512f") &&
                                  __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    static const bool hasAvx2 = kHasWideVectors && __builtin_cpu_supports("avx2");
    for (; hasAvx512 && digests.size() - done >= 16; done += 16)
        hash16(pieces.data() + done * length, length, &digests[done]);
    for (; hasAvx2 && digests.size() - done >= 8; done += 8)
        hash8(pieces.data() + done * length, length, &digests[done]);
#endif
    for (; done < digests.size(); ++done)
        digests[done] = sm3(pieces.substr(done * length, length));
}

} // namespace busheng
