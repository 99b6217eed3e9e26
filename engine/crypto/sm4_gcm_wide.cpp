// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/sm4_gcm_wide.h"

#include "engine/base/platform.h"
#include "engine/crypto/wipe.h"

#include <QtEndian>

#include <gcrypt.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

#if defined(__x86_64__)
#ifndef __clang__
// The compiler takes what its own header leaves undefined on purpose for a fault (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>
#define BUSHENG_SM4_WIDE 1
// On each function by itself: what the compiler makes of a template of the library must run everywhere.
#define BUSHENG_WIDE gnu::target("avx512f,avx512bw,avx512vl,gfni,vpclmulqdq,pclmul")
#endif

namespace busheng {

#ifdef BUSHENG_SM4_WIDE

namespace {

constexpr std::size_t kBlock = 16;
constexpr int kRounds = 32;
constexpr std::size_t kGroup = 16 * kBlock; ///< that one vector of counters gives
constexpr int kGroups = 4;                  ///< at once: a round of one waits for nothing while the others compute

/// SM4's S-box is A * (A * x + c)^-1 + c over GF(2)[x] / (x^8 + x^7 + x^6 + x^5 + x^4 + x^2 + 1), with the circulant A
/// of 0xa7 and c = 0xd3 (GB/T 32907). GFNI inverts in AES's field; these are A with the isomorphism of the two fields
/// on its one side and on its other.
constexpr long long kBefore = 0x4c287db91a22505d;
constexpr int kBeforeConstant = 0x3e;
constexpr long long kAfter = static_cast<long long>(0xf3ab34a974a6b589);
constexpr int kAfterConstant = 0xd3;

constexpr std::array<quint32, 4> kFamilyKey{0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc};

/// CK_i of GB/T 32907 7.3: the bytes (4 i + j) * 7.
constexpr std::array<quint32, kRounds> fixedKeys()
{
    std::array<quint32, kRounds> keys{};
    for (quint32 i = 0; i < kRounds; ++i) {
        for (quint32 j = 0; j < 4; ++j)
            keys[i] |= ((4 * i + j) * 7 % 256) << (24 - 8 * j);
    }
    return keys;
}
constexpr std::array<quint32, kRounds> kFixedKeys = fixedKeys();

[[BUSHENG_WIDE]] quint32 substitute(quint32 word)
{
    const __m128i in = _mm_cvtsi32_si128(static_cast<int>(word));
    const __m128i mapped = _mm_gf2p8affine_epi64_epi8(in, _mm_set1_epi64x(kBefore), kBeforeConstant);
    const __m128i out = _mm_gf2p8affineinv_epi64_epi8(mapped, _mm_set1_epi64x(kAfter), kAfterConstant);
    return static_cast<quint32>(_mm_cvtsi128_si32(out));
}

quint32 rotate(quint32 word, int by)
{
    return word << by | word >> (32 - by);
}

[[BUSHENG_WIDE, gnu::always_inline]] inline __m512i xor3(__m512i a, __m512i b, __m512i c)
{
    return _mm512_ternarylogic_epi32(a, b, c, 0x96);
}

/// T of GB/T 32907 6.2, of sixteen words.
[[BUSHENG_WIDE, gnu::always_inline]] inline __m512i mix(__m512i words)
{
    const __m512i mapped = _mm512_gf2p8affine_epi64_epi8(words, _mm512_set1_epi64(kBefore), kBeforeConstant);
    const __m512i b = _mm512_gf2p8affineinv_epi64_epi8(mapped, _mm512_set1_epi64(kAfter), kAfterConstant);
    const __m512i first = xor3(b, _mm512_rol_epi32(b, 2), _mm512_rol_epi32(b, 10));
    return xor3(first, _mm512_rol_epi32(b, 18), _mm512_rol_epi32(b, 24));
}

/// Reverses the bytes of each 32-bit word, or of each block.
[[BUSHENG_WIDE, gnu::always_inline]] inline __m512i swapWords(__m512i value)
{
    const __m128i order = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
    return _mm512_shuffle_epi8(value, _mm512_broadcast_i32x4(order));
}

[[BUSHENG_WIDE, gnu::always_inline]] inline __m128i swapBlock(__m128i value)
{
    return _mm_shuffle_epi8(value, _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
}

[[BUSHENG_WIDE, gnu::always_inline]] inline __m512i swapBlocks(__m512i value)
{
    const __m128i order = _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    return _mm512_shuffle_epi8(value, _mm512_broadcast_i32x4(order));
}

/// The key stream of `Groups` times 16 blocks, from `counter` on, over `in`.
template <int Groups>
[[BUSHENG_WIDE, gnu::always_inline]] inline void countOver(const quint32* keys, const quint32* nonce, quint32 counter,
                                                           const char* in, char* out)
{
    // Such that, turned back, four vectors hold the blocks 0 to 3, 4 to 7, ...
    const __m512i ahead = _mm512_set_epi32(15, 11, 7, 3, 14, 10, 6, 2, 13, 9, 5, 1, 12, 8, 4, 0);
    __m512i x[Groups][4];
#pragma GCC unroll 4
    for (int g = 0; g < Groups; ++g) {
        for (int i = 0; i < 3; ++i)
            x[g][i] = _mm512_set1_epi32(static_cast<int>(nonce[i]));
        x[g][3] = _mm512_add_epi32(_mm512_set1_epi32(static_cast<int>(counter + 16U * static_cast<quint32>(g))), ahead);
    }
    for (int round = 0; round < kRounds; round += 4) {
#pragma GCC unroll 4
        for (int i = 0; i < 4; ++i) {
            const __m512i key = _mm512_set1_epi32(static_cast<int>(keys[round + i]));
#pragma GCC unroll 4
            for (int g = 0; g < Groups; ++g) {
                const __m512i sum = xor3(x[g][(i + 1) % 4], x[g][(i + 2) % 4], x[g][(i + 3) % 4]);
                x[g][i] = _mm512_xor_si512(x[g][i], mix(_mm512_xor_si512(sum, key)));
            }
        }
    }
#pragma GCC unroll 4
    for (int g = 0; g < Groups; ++g) {
        const __m512i y0 = swapWords(x[g][3]);
        const __m512i y1 = swapWords(x[g][2]);
        const __m512i y2 = swapWords(x[g][1]);
        const __m512i y3 = swapWords(x[g][0]);
        const __m512i low01 = _mm512_unpacklo_epi32(y0, y1);
        const __m512i high01 = _mm512_unpackhi_epi32(y0, y1);
        const __m512i low23 = _mm512_unpacklo_epi32(y2, y3);
        const __m512i high23 = _mm512_unpackhi_epi32(y2, y3);
        const __m512i stream[4] = {_mm512_unpacklo_epi64(low01, low23), _mm512_unpackhi_epi64(low01, low23),
                                   _mm512_unpacklo_epi64(high01, high23), _mm512_unpackhi_epi64(high01, high23)};
        const std::size_t at = static_cast<std::size_t>(g) * kGroup;
#pragma GCC unroll 4
        for (std::size_t i = 0; i < 4; ++i)
            _mm512_storeu_si512(out + at + 64 * i, _mm512_xor_si512(stream[i], _mm512_loadu_si512(in + at + 64 * i)));
    }
}

[[BUSHENG_WIDE]] void count(const quint32* keys, const quint32* nonce, quint32 counter, BytesView in, char* out)
{
    std::size_t at = 0;
    for (; in.size() - at >= kGroups * kGroup; at += kGroups * kGroup, counter += kGroups * 16)
        countOver<kGroups>(keys, nonce, counter, in.data() + at, out + at);
    for (; in.size() - at >= kGroup; at += kGroup, counter += 16)
        countOver<1>(keys, nonce, counter, in.data() + at, out + at);
    if (at == in.size())
        return;
    char rest[kGroup] = {};
    std::memcpy(rest, in.data() + at, in.size() - at);
    countOver<1>(keys, nonce, counter, rest, rest);
    std::memcpy(out + at, rest, in.size() - at);
    wipe(rest);
}

/// A product of two elements of GHASH's field (SP 800-38D 6.3), bits reversed as there, before it is reduced.
struct Product {
    __m512i low;
    __m512i middle;
    __m512i high;
};

[[BUSHENG_WIDE, gnu::always_inline]] inline Product multiply(__m512i a, __m512i b)
{
    return {_mm512_clmulepi64_epi128(a, b, 0x00),
            _mm512_xor_si512(_mm512_clmulepi64_epi128(a, b, 0x01), _mm512_clmulepi64_epi128(a, b, 0x10)),
            _mm512_clmulepi64_epi128(a, b, 0x11)};
}

[[BUSHENG_WIDE, gnu::always_inline]] inline __m128i sumOfLanes(__m512i value)
{
    const __m256i half = _mm256_xor_si256(_mm512_castsi512_si256(value), _mm512_extracti64x4_epi64(value, 1));
    return _mm_xor_si128(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
}

/// One factor of each product was multiplied by x^-1 before, so that what is reversed lies in its place.
[[BUSHENG_WIDE, gnu::always_inline]] inline __m128i reduce(__m128i low, __m128i middle, __m128i high)
{
    const __m128i polynomial = _mm_set_epi64x(static_cast<long long>(0xc200000000000000), 1);
    const __m128i first = _mm_clmulepi64_si128(polynomial, low, 0x01);
    const __m128i folded = _mm_xor_si128(middle, _mm_xor_si128(_mm_shuffle_epi32(low, 0x4e), first));
    const __m128i second = _mm_clmulepi64_si128(polynomial, folded, 0x01);
    return _mm_xor_si128(high, _mm_xor_si128(_mm_shuffle_epi32(folded, 0x4e), second));
}

[[BUSHENG_WIDE, gnu::always_inline]] inline __m128i multiply(__m128i a, __m128i b)
{
    const __m128i middle = _mm_xor_si128(_mm_clmulepi64_si128(a, b, 0x01), _mm_clmulepi64_si128(a, b, 0x10));
    return reduce(_mm_clmulepi64_si128(a, b, 0x00), middle, _mm_clmulepi64_si128(a, b, 0x11));
}

/// `powers`: H^16, H^15 ... H, each times x^-1. What is no whole block is filled with zeros.
[[BUSHENG_WIDE]] __m128i hash(__m128i state, const char* powers, BytesView bytes)
{
    std::size_t at = 0;
    for (; bytes.size() - at >= kGroup; at += kGroup) {
        Product sum{_mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512()};
#pragma GCC unroll 4
        for (std::size_t i = 0; i < 4; ++i) {
            __m512i blocks = swapBlocks(_mm512_loadu_si512(bytes.data() + at + 64 * i));
            if (i == 0)
                blocks = _mm512_xor_si512(blocks, _mm512_zextsi128_si512(state));
            const Product product = multiply(blocks, _mm512_loadu_si512(powers + 64 * i));
            sum = {_mm512_xor_si512(sum.low, product.low), _mm512_xor_si512(sum.middle, product.middle),
                   _mm512_xor_si512(sum.high, product.high)};
        }
        state = reduce(sumOfLanes(sum.low), sumOfLanes(sum.middle), sumOfLanes(sum.high));
    }
    const __m128i one = _mm_loadu_si128(reinterpret_cast<const __m128i*>(powers + 15 * kBlock));
    for (; at < bytes.size(); at += kBlock) {
        alignas(16) char block[kBlock] = {};
        std::memcpy(block, bytes.data() + at, std::min(kBlock, bytes.size() - at));
        const __m128i value = swapBlock(_mm_load_si128(reinterpret_cast<const __m128i*>(block)));
        state = multiply(_mm_xor_si128(state, value), one);
    }
    return state;
}

} // namespace

struct Sm4GcmWide::Keys {
    std::array<quint32, kRounds> rounds{};
    std::array<char, 16 * kBlock> powers{}; ///< as hash() takes them

    void expand(BytesView key);
    [[BUSHENG_WIDE]] void raise();
    [[BUSHENG_WIDE]] void tag(const Nonce& nonce, BytesView associated, BytesView sealed, char* out) const;
};

namespace {

std::array<quint32, 3> wordsOf(const Nonce& nonce)
{
    std::array<quint32, 3> words{};
    for (std::size_t i = 0; i < words.size(); ++i)
        words[i] = qFromBigEndian<quint32>(nonce.data() + 4 * i);
    return words;
}

} // namespace

void Sm4GcmWide::Keys::expand(BytesView key)
{
    std::array<quint32, 4> k{};
    for (std::size_t i = 0; i < k.size(); ++i)
        k[i] = qFromBigEndian<quint32>(key.data() + 4 * i) ^ kFamilyKey[i];
    for (std::size_t i = 0; i < rounds.size(); ++i) {
        const quint32 b = substitute(k[(i + 1) % 4] ^ k[(i + 2) % 4] ^ k[(i + 3) % 4] ^ kFixedKeys[i]);
        k[i % 4] ^= b ^ rotate(b, 13) ^ rotate(b, 23);
        rounds[i] = k[i % 4];
    }
    wipe({reinterpret_cast<char*>(k.data()), sizeof(k)});
}

/// H, the cipher of a block of zeros, and its powers.
void Sm4GcmWide::Keys::raise()
{
    const std::array<quint32, 3> zero{};
    alignas(16) std::array<char, kBlock> block{};
    count(rounds.data(), zero.data(), 0, BytesView(block.data(), block.size()), block.data());
    const __m128i h = swapBlock(_mm_load_si128(reinterpret_cast<const __m128i*>(block.data())));
    wipe(block);
    // Times x^-1: one to the left, and the bit that falls out comes back as the polynomial; without a branch.
    const __m128i carries = _mm_srli_epi64(h, 63);
    const __m128i shifted = _mm_or_si128(_mm_slli_epi64(h, 1), _mm_slli_si128(carries, 8));
    const __m128i fell = _mm_shuffle_epi32(_mm_srai_epi32(h, 31), 0xff);
    const __m128i polynomial = _mm_set_epi64x(static_cast<long long>(0xc200000000000000), 1);
    const __m128i one = _mm_xor_si128(shifted, _mm_and_si128(fell, polynomial));
    __m128i power = one;
    for (std::size_t i = 16; i-- > 0;) {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(powers.data() + i * kBlock), power);
        power = multiply(power, one);
    }
}

void Sm4GcmWide::Keys::tag(const Nonce& nonce, BytesView associated, BytesView sealed, char* out) const
{
    __m128i state = hash(_mm_setzero_si128(), powers.data(), associated);
    state = hash(state, powers.data(), sealed);
    const __m128i lengths =
        _mm_set_epi64x(static_cast<long long>(associated.size() * 8), static_cast<long long>(sealed.size() * 8));
    const __m128i one = _mm_loadu_si128(reinterpret_cast<const __m128i*>(powers.data() + 15 * kBlock));
    state = swapBlock(multiply(_mm_xor_si128(state, lengths), one));
    alignas(16) std::array<char, kBlock> block{};
    _mm_store_si128(reinterpret_cast<__m128i*>(block.data()), state);
    count(rounds.data(), wordsOf(nonce).data(), 1, BytesView(block.data(), block.size()), out);
}

bool Sm4GcmWide::isSupported()
{
    return kHasWideVectors && __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
           __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("gfni") != 0 &&
           __builtin_cpu_supports("vpclmulqdq") != 0 && __builtin_cpu_supports("pclmul") != 0;
}

Sm4GcmWide::Sm4GcmWide(BytesView key) : m_keys(new (gcry_xmalloc_secure(sizeof(Keys))) Keys)
{
    Q_ASSERT(isSupported() && key.size() == kBlock);
    m_keys->expand(key);
    m_keys->raise();
}

void Sm4GcmWide::Discard::operator()(Keys* keys) const
{
    wipe({reinterpret_cast<char*>(keys->rounds.data()), sizeof(keys->rounds)});
    wipe(keys->powers);
    gcry_free(keys); // nothing in it has a destructor
}

Sm4GcmWide::~Sm4GcmWide() = default;

void Sm4GcmWide::seal(const Nonce& nonce, BytesView associated, BytesView plain, std::span<char> out,
                      std::span<char> tag) const
{
    Q_ASSERT(out.size() == plain.size() && tag.size() == kBlock);
    count(m_keys->rounds.data(), wordsOf(nonce).data(), 2, plain, out.data());
    m_keys->tag(nonce, associated, {out.data(), out.size()}, tag.data());
}

bool Sm4GcmWide::open(const Nonce& nonce, BytesView associated, BytesView sealed, BytesView tag,
                      std::span<char> out) const
{
    Q_ASSERT(out.size() == sealed.size());
    std::array<char, kBlock> right{};
    m_keys->tag(nonce, associated, sealed, right.data());
    if (tag.size() != right.size())
        return false;
    int different = 0; // every byte is looked at, however many are right
    for (std::size_t i = 0; i < right.size(); ++i)
        different |= right[i] ^ tag[i];
    if (different != 0)
        return false;
    count(m_keys->rounds.data(), wordsOf(nonce).data(), 2, sealed, out.data());
    return true;
}

#else

struct Sm4GcmWide::Keys {};

bool Sm4GcmWide::isSupported()
{
    return false;
}

void Sm4GcmWide::Discard::operator()(Keys*) const {}

Sm4GcmWide::Sm4GcmWide(BytesView)
{
    Q_ASSERT(false);
}

Sm4GcmWide::~Sm4GcmWide() = default;

void Sm4GcmWide::seal(const Nonce&, BytesView, BytesView, std::span<char>, std::span<char>) const {}

bool Sm4GcmWide::open(const Nonce&, BytesView, BytesView, BytesView, std::span<char>) const
{
    return false;
}

#endif

} // namespace busheng
