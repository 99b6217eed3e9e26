// SPDX-License-Identifier: GPL-3.0-or-later
// The account of the node's service on Windows, known before there is a service.
#include "engine/base/file_access.h"
#include "engine/base/file_system.h"
#include "engine/base/service_account.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QTemporaryDir>

#include <aclapi.h>
#include <sddl.h>

using namespace busheng;

class TstServiceAccount : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Windows' own installer has this one (it owns the files of C:\Windows).
    void sidsAreThoseOfWindows()
    {
        QCOMPARE(serviceSidText(QStringLiteral("TrustedInstaller")),
                 QStringLiteral("S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"));
        QCOMPARE(serviceSidText(QStringLiteral("trustedinstaller")),
                 serviceSidText(QStringLiteral("TRUSTEDINSTALLER")));
        LPWSTR text = nullptr;
        QVERIFY(::ConvertSidToStringSidW(nodeServiceSid(), &text) != 0);
        QCOMPARE(QString::fromWCharArray(text), serviceSidText(QStringLiteral("BushengNode")));
        ::LocalFree(text);
    }

    void whatIsGivenStaysClosedToOthers()
    {
        const QTemporaryDir directory;
        QVERIFY(openToEverybody(directory.path()));
        const QString data = directory.filePath(QStringLiteral("数据"));
        const QString key = data + QStringLiteral("/identity/node.key");
        FileSystem& files = systemFileSystem();
        QVERIFY_OK(files.makeDirectories(data + QStringLiteral("/identity")));
        QVERIFY_OK(replaceFile(files, key, "secret"));
        QVERIFY(!isOpenToOthers(data) && !isOpenToOthers(key));
        for (int installation = 1; installation <= 4; ++installation) { // each gives; what lies deeper comes later
            QVERIFY_OK(giveToNodeService(data));
            for (const QString& path : QStringList{data, data + QStringLiteral("/identity"), key})
                QVERIFY2(!isOpenToOthers(path), qPrintable(QStringLiteral("%1 at %2").arg(path).arg(installation)));
        }
        QVERIFY(!isChangeableByOthers(data));
        const auto read = readFile(files, key, 100);
        QVERIFY_OK(read);
        QCOMPARE(*read, Bytes("secret"));
    }

    void whatIsNotThereCannotBeGiven()
    {
        const QTemporaryDir directory;
        const auto given = giveToNodeService(directory.filePath(QStringLiteral("nothing")));
        QVERIFY(!given);
        QCOMPARE(given.error().event, QStringLiteral("DSK_ERROR"));
        QVERIFY(given.error().args.contains(directory.filePath(QStringLiteral("nothing"))));
    }

    void aKernelObjectIsGivenWithoutTakingItFromItsOwner()
    {
        HANDLE token = nullptr;
        QVERIFY(::OpenProcessToken(::GetCurrentProcess(), READ_CONTROL | WRITE_DAC, &token) != 0);
        QVERIFY(giveToNodeService(token, TOKEN_QUERY));
        ::CloseHandle(token);
        QVERIFY(::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &token) != 0);
        QVERIFY(!giveToNodeService(token, TOKEN_QUERY)); // opened without the right to change it
        ::CloseHandle(token);
    }

private:
    /// The folder, and by inheritance what is made in it.
    static bool openToEverybody(const QString& folder)
    {
        PSECURITY_DESCRIPTOR descriptor = nullptr;
        if (::ConvertStringSecurityDescriptorToSecurityDescriptorW(L"D:(A;OICI;FA;;;WD)", SDDL_REVISION_1, &descriptor,
                                                                   nullptr) == 0)
            return false;
        BOOL present = FALSE;
        BOOL defaulted = FALSE;
        PACL list = nullptr;
        std::wstring native = QDir::toNativeSeparators(folder).toStdWString();
        const bool isOpen = ::GetSecurityDescriptorDacl(descriptor, &present, &list, &defaulted) != 0 &&
                            ::SetNamedSecurityInfoW(native.data(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr,
                                                    nullptr, list, nullptr) == ERROR_SUCCESS;
        ::LocalFree(descriptor);
        return isOpen;
    }
};

BUSHENG_TEST(TstServiceAccount)
#include "tst_service_account.moc"
