// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/evp_gcm.h"

#include "engine/crypto/openssl_error.h"
#include "engine/crypto/openssl_handle.h"
#include "engine/crypto/wipe.h"

#include <array>
#include <limits>

namespace busheng {
namespace {

const unsigned char* bytesOf(BytesView bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* bytesOf(std::span<char> bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

} // namespace

struct EvpGcm::Impl {
    CipherContext context; ///< wipes the key when it goes

    /// Sets the nonce and takes in what is authenticated only.
    bool begin(const Nonce& nonce, BytesView associated, bool seals)
    {
        int taken = 0;
        return EVP_CipherInit_ex2(context.get(), nullptr, nullptr, bytesOf(view(nonce)), seals ? 1 : 0, nullptr) == 1 &&
               (associated.empty() || EVP_CipherUpdate(context.get(), nullptr, &taken, bytesOf(associated),
                                                       static_cast<int>(associated.size())) == 1);
    }
    bool run(BytesView in, std::span<char> out)
    {
        int made = 0;
        return in.empty() ||
               (EVP_CipherUpdate(context.get(), bytesOf(out), &made, bytesOf(in), static_cast<int>(in.size())) == 1 &&
                made == static_cast<int>(in.size()));
    }
    bool finish()
    {
        std::array<unsigned char, kGcmTagBytes> nothing{};
        int made = 0;
        return EVP_CipherFinal_ex(context.get(), nothing.data(), &made) == 1 && made == 0;
    }
};

EvpGcm::EvpGcm(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

EvpGcm::~EvpGcm() = default;

Result<std::unique_ptr<EvpGcm>> EvpGcm::create(const EVP_CIPHER* cipher, BytesView key)
{
    auto impl = std::make_unique<Impl>();
    impl->context.reset(EVP_CIPHER_CTX_new());
    if (cipher == nullptr || EVP_CIPHER_get_key_length(cipher) != static_cast<int>(key.size()))
        return opensslFailure(QStringLiteral("this cipher takes no key of %1 bytes").arg(key.size()));
    if (!impl->context || EVP_CipherInit_ex2(impl->context.get(), cipher, bytesOf(key), nullptr, 1, nullptr) != 1 ||
        EVP_CIPHER_CTX_get_iv_length(impl->context.get()) != static_cast<int>(Nonce().size()))
        return opensslFailure(QStringLiteral("the cipher cannot be set up"));
    return std::unique_ptr<EvpGcm>(new EvpGcm(std::move(impl)));
}

Result<> EvpGcm::seal(const Nonce& nonce, BytesView associated, BytesView plain, Bytes& out)
{
    if (plain.size() > std::numeric_limits<int>::max() / 2 || associated.size() > std::numeric_limits<int>::max() / 2)
        return fail(ErrorCode::Crypto, QStringLiteral("%1 bytes are too many to seal at once").arg(plain.size()));
    const std::size_t before = out.size();
    out.resize(before + plain.size() + kGcmTagBytes);
    const std::span<char> sealed = std::span(out).subspan(before);
    if (!m_impl->begin(nonce, associated, true) || !m_impl->run(plain, sealed) || !m_impl->finish() ||
        EVP_CIPHER_CTX_ctrl(m_impl->context.get(), EVP_CTRL_AEAD_GET_TAG, kGcmTagBytes, sealed.data() + plain.size()) !=
            1) {
        wipe(sealed);
        out.resize(before);
        return opensslFailure(QStringLiteral("sealing failed"));
    }
    return {};
}

Result<> EvpGcm::open(const Nonce& nonce, BytesView associated, BytesView sealed, Bytes& out)
{
    if (sealed.size() < kGcmTagBytes || sealed.size() > std::numeric_limits<int>::max() / 2)
        return fail(ErrorCode::Crypto, QStringLiteral("%1 bytes cannot be a sealed text").arg(sealed.size()));
    const BytesView cipher = sealed.substr(0, sealed.size() - kGcmTagBytes);
    std::array<char, kGcmTagBytes> tag{};
    std::copy_n(sealed.begin() + static_cast<std::ptrdiff_t>(cipher.size()), tag.size(), tag.begin());
    const std::size_t before = out.size();
    out.resize(before + cipher.size());
    const std::span<char> plain = std::span(out).subspan(before);
    if (!m_impl->begin(nonce, associated, false) || !m_impl->run(cipher, plain) ||
        EVP_CIPHER_CTX_ctrl(m_impl->context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag.size()), tag.data()) !=
            1 ||
        !m_impl->finish()) {
        wipe(plain);
        out.resize(before);
        return opensslFailure(QStringLiteral("the seal is broken"));
    }
    return {};
}

} // namespace busheng
