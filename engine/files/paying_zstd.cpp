// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/paying_zstd.h"

#include <zstd.h>

namespace busheng {
namespace {

/// Fast: the link is rarely slower than this level. docs/files.md has the figures.
constexpr int kLevel = -3;
constexpr std::size_t kTrialBytes = 16U << 10;
constexpr std::size_t kWorthATrial = 64;
/// Compressed bytes of a trial must be below this part of the plain ones.
constexpr double kPaysBelow = 0.9;

} // namespace

Result<PayingZstd> PayingZstd::create()
{
    PayingZstd made;
    ZSTD_CCtx* const packing = ZSTD_createCCtx();
    made.m_packing = std::shared_ptr<void>(packing, [packing](void*) { ZSTD_freeCCtx(packing); });
    ZSTD_DCtx* const unpacking = ZSTD_createDCtx();
    made.m_unpacking = std::shared_ptr<void>(unpacking, [unpacking](void*) { ZSTD_freeDCtx(unpacking); });
    if (packing == nullptr || unpacking == nullptr)
        return fail(ErrorCode::Internal, QStringLiteral("no memory for zstd"));
    ZSTD_CCtx_setParameter(packing, ZSTD_c_compressionLevel, kLevel);
    return made;
}

bool PayingZstd::pays(BytesView plain)
{
    // From the middle: what files begin with is often not what they are made of.
    const BytesView sample =
        plain.size() <= kTrialBytes ? plain : plain.substr((plain.size() - kTrialBytes) / 2, kTrialBytes);
    m_packed.resize(std::max(m_packed.size(), ZSTD_compressBound(sample.size())));
    const std::size_t size = ZSTD_compress2(static_cast<ZSTD_CCtx*>(m_packing.get()), m_packed.data(), m_packed.size(),
                                            sample.data(), sample.size());
    return ZSTD_isError(size) == 0 && static_cast<double>(size) < kPaysBelow * static_cast<double>(sample.size());
}

bool PayingZstd::pack(BytesView plain)
{
    if (plain.size() <= kWorthATrial || !pays(plain))
        return false;
    m_packed.resize(std::max(m_packed.size(), ZSTD_compressBound(plain.size())));
    m_packedSize = ZSTD_compress2(static_cast<ZSTD_CCtx*>(m_packing.get()), m_packed.data(), m_packed.size(),
                                  plain.data(), plain.size());
    return ZSTD_isError(m_packedSize) == 0 && m_packedSize < plain.size();
}

bool PayingZstd::unpack(BytesView packed, std::size_t size, Bytes& plain)
{
    plain.resize(size);
    const std::size_t got = ZSTD_decompressDCtx(static_cast<ZSTD_DCtx*>(m_unpacking.get()), plain.data(), plain.size(),
                                                packed.data(), packed.size());
    return ZSTD_isError(got) == 0 && got == size;
}

} // namespace busheng
