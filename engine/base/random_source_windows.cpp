// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random_source.h"

#include <windows.h>

#include <bcrypt.h>

namespace busheng {
namespace {

class KernelRandom final : public RandomSource {
public:
    Result<> fill(std::span<char> out) override
    {
        const NTSTATUS status = ::BCryptGenRandom(nullptr, reinterpret_cast<PUCHAR>(out.data()),
                                                  static_cast<ULONG>(out.size()), BCRYPT_USE_SYSTEM_PREFERRED_RNG);
        if (status >= 0)
            return {};
        Error error = makeEvent(ErrorCode::Crypto, QStringLiteral("CRY_UNAVAILABLE"), {},
                                QStringLiteral("the random generator failed"));
        error.native = QStringLiteral("NTSTATUS 0x%1").arg(static_cast<quint32>(status), 8, 16, QLatin1Char('0'));
        return fail(error);
    }
};

} // namespace

RandomSource& systemRandom()
{
    static KernelRandom instance;
    return instance;
}

} // namespace busheng
