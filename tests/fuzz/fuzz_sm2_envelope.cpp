// SPDX-License-Identifier: GPL-3.0-or-later
// What a peer says is a link key, wrapped with SM2 or P-256: nothing opens that this node's key did not get. And an
// authority's key for encryption, which comes as a file.
#include "engine/crypto/enveloped_key.h"
#include "engine/crypto/link_key_wrap.h"
#include "engine/crypto/sm2_ciphertext.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    using namespace busheng;
    static const IdentityKeyPtr sm2 = *smSuite().makeIdentity();
    static const IdentityKeyPtr p256 = *internationalSuite().makeIdentity();
    const BytesView bytes(reinterpret_cast<const char*>(data), size);
    static const Sm2Key signingKey = *Sm2Key::generate();
    static_cast<void>(isSm2Ciphertext(bytes));
    if (openEnvelopedKey(bytes, signingKey))
        std::abort();
    if (unwrapLinkKey(bytes, 1, *sm2) || unwrapLinkKey(bytes, 1, *p256, internationalSuite()))
        std::abort();
    return 0;
}
