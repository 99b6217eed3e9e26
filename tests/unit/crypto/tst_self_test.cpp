// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/gcrypt_start.h"
#include "engine/crypto/self_test.h"
#include "engine/crypto/sm3.h"
#include "tests/support/test_main.h"

#include <gcrypt.h>
#include <openssl/err.h>

#include <atomic>
#include <thread>

using namespace busheng;

class TstSelfTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startsOnceHoweverManyAsk()
    {
        std::atomic<int> good = 0;
        const auto ask = [&good] {
            if (startGcrypt() && sm3("abc") == sm3("abc"))
                ++good;
        };
        {
            const std::jthread first(ask);
            const std::jthread second(ask);
            const std::jthread third(ask);
        }
        QCOMPARE(good.load(), 3);
        QVERIFY(gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P) != 0);
    }

    void passesHereAndAgain()
    {
        QVERIFY_OK(cryptoSelfTest());
        QVERIFY_OK(cryptoSelfTest());
    }

    void leavesNoErrorBehind()
    {
        QVERIFY_OK(cryptoSelfTest()); // it makes OpenSSL fail on purpose
        QCOMPARE(ERR_peek_error(), 0UL);
    }
};

BUSHENG_TEST(TstSelfTest)
#include "tst_self_test.moc"
