// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/pack/body_compression.h"

#include <zstd.h>

namespace busheng {
namespace {

// Level 1 takes less time than the seal and already brings rows to a fifth; higher levels would slow the stream down.
constexpr int kCompressionLevel = 1;

} // namespace

void BodyCompressor::Free::operator()(ZSTD_CCtx_s* context) const
{
    ZSTD_freeCCtx(context);
}

void BodyDecompressor::Free::operator()(ZSTD_DCtx_s* context) const
{
    ZSTD_freeDCtx(context);
}

BodyCompressor::BodyCompressor() : m_context(ZSTD_createCCtx()) {}
BodyCompressor::~BodyCompressor() = default;
BodyDecompressor::BodyDecompressor() : m_context(ZSTD_createDCtx()) {}
BodyDecompressor::~BodyDecompressor() = default;

Result<bool> BodyCompressor::compress(BytesView body, Bytes& out)
{
    if (!m_context)
        return fail(ErrorCode::Internal, QStringLiteral("no memory for a zstd context"));
    out.resize(ZSTD_compressBound(body.size()));
    const std::size_t size =
        ZSTD_compressCCtx(m_context.get(), out.data(), out.size(), body.data(), body.size(), kCompressionLevel);
    if (ZSTD_isError(size) != 0)
        return fail(ErrorCode::Internal, QStringLiteral("zstd: %1").arg(QString::fromUtf8(ZSTD_getErrorName(size))));
    out.resize(size);
    return size < body.size();
}

Result<> BodyDecompressor::decompress(BytesView packed, std::size_t plainLength, Bytes& out)
{
    if (!m_context)
        return fail(ErrorCode::Internal, QStringLiteral("no memory for a zstd context"));
    // One frame, not a skippable one and nothing behind it. Error codes of both calls differ from any true size.
    if (ZSTD_findFrameCompressedSize(packed.data(), packed.size()) != packed.size() ||
        ZSTD_getFrameContentSize(packed.data(), packed.size()) != plainLength)
        return fail(ErrorCode::Corrupt, QStringLiteral("the body is not one zstd frame of %1 bytes").arg(plainLength));
    out.resize(plainLength);
    const std::size_t size = ZSTD_decompressDCtx(m_context.get(), out.data(), out.size(), packed.data(), packed.size());
    if (ZSTD_isError(size) != 0 || size != plainLength) {
        out.clear();
        return fail(ErrorCode::Corrupt, QStringLiteral("the body does not decompress to %1 bytes").arg(plainLength));
    }
    return {};
}

} // namespace busheng
