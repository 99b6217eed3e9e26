// SPDX-License-Identifier: GPL-3.0-or-later
// Who may use a node's local socket: by what the kernel says of the process at the other end.
#include "engine/localapi/local_api_path.h"
#include "tests/support/test_main.h"
#include "tests/unit/localapi/served_engine.h"

#include <QFile>

#include <array>

#include <grp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr uid_t kNobody = 65534;

enum Outcome { Served, Closed, NotReached, NoOther };

/// What a process of another user, member of `group` too, gets at the socket. It only makes system calls.
Outcome knockAs(uid_t user, gid_t group, const QByteArray& path)
{
    const pid_t child = ::fork();
    if (child == 0) {
        if (::setgroups(1, &group) != 0 || ::setgid(kNobody) != 0 || ::setuid(user) != 0)
            ::_exit(NoOther);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::copy_n(path.constData(), path.size(), address.sun_path);
        const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
            ::_exit(NotReached);
        char byte = 0;
        ::_exit(::read(socket, &byte, 1) == 1 ? Served : Closed); // the node speaks first
    }
    int status = 0;
    bool ended = false;
    static_cast<void>(QTest::qWaitFor([&] { return ended = ::waitpid(child, &status, WNOHANG) == child; }, 10'000));
    return ended && WIFEXITED(status) ? static_cast<Outcome>(WEXITSTATUS(status)) : NotReached;
}

} // namespace

class TstLocalAccess : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ownerRootAndMembersOfNamedGroupsAreAdmitted()
    {
        const LocalAccess alone;
        const QString nobody = QString::number(kNobody);
        QVERIFY(!alone.hasGroups());
        QVERIFY(alone.admits({1, ownAccount(), {QStringLiteral("12345")}, false}));
        QVERIFY(alone.admits({1, QStringLiteral("1"), {}, true}));
        QVERIFY(!alone.admits({1, nobody, {QStringLiteral("0")}, false})); // root's group is not named
        QVERIFY(!alone.admits({1, QString(), {}, false}));
        const auto named = LocalAccess::withGroups({QStringLiteral("daemon"), QStringLiteral("mail")});
        QVERIFY_OK(named);
        const QString mail = QString::number(::getgrnam("mail")->gr_gid);
        const QStringList others{QStringLiteral("99"), QStringLiteral("98")};
        QVERIFY(named->admits({1, nobody, {mail}, false}));
        QVERIFY(named->admits({1, nobody, others + QStringList{mail}, false}));
        QVERIFY(!named->admits({1, nobody, others, false}));
        QVERIFY(!named->admits({1, nobody, {}, false}));
    }

    void anUnknownGroupIsNamed()
    {
        const auto access = LocalAccess::withGroups({QStringLiteral("mail"), QStringLiteral("no-such-group")});
        QVERIFY(!access);
        QCOMPARE(access.error().event, QStringLiteral("CFG_BAD_VALUE"));
        QVERIFY(access.error().args.contains(QStringLiteral("no-such-group")));
    }

    void theKernelSaysWhoWeAre()
    {
        std::array<int, 2> ends{};
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
        const auto peer = LocalPeer::behind(ends[0]);
        QVERIFY(peer);
        QCOMPARE(peer->process, qint64{::getpid()});
        QCOMPARE(peer->user, ownAccount());
        QCOMPARE(peer->isAdministrator, ::geteuid() == 0);
        QVERIFY(peer->groups.contains(QString::number(::getegid())));
        ::close(ends[0]);
        ::close(ends[1]);
        QVERIFY(!LocalPeer::behind(-1));
    }

    void anotherUserIsLetInByGroupOnly()
    {
        const gid_t mail = ::getgrnam("mail")->gr_gid;
        const gid_t news = ::getgrnam("news")->gr_gid;
        for (const bool withGroup : {false, true}) {
            ServedEngine served;
            QVERIFY(QFile::setPermissions(served.directory.path(), QFile::permissions(served.directory.path()) |
                                                                       QFile::ExeOther | QFile::ReadOther));
            const auto access =
                LocalAccess::withGroups(withGroup ? QStringList{QStringLiteral("mail")} : QStringList());
            QVERIFY_OK(access);
            served.server.setAccess(*access);
            QVERIFY_OK(served.listen());
            const QByteArray path = QFile::encodeName(localApiPath(served.directory.path()));
            const bool mayPlayOthers = ::geteuid() == 0;
            QCOMPARE(knockAs(kNobody, mail, path), !mayPlayOthers ? NoOther : withGroup ? Served : NotReached);
            QCOMPARE(knockAs(kNobody, news, path), !mayPlayOthers ? NoOther : withGroup ? Closed : NotReached);
            QCOMPARE(served.server.clientCount(), 0);
            QVERIFY_OK(served.attach()); // the owner, always
        }
    }

    /// Whatever the file's permissions say: somebody may have changed them.
    void anOpenFileAloneLetsNobodyIn()
    {
        ServedEngine served;
        QVERIFY_OK(served.listen());
        const QString path = localApiPath(served.directory.path());
        const auto all = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QVERIFY(QFile::setPermissions(path, all));
        QVERIFY(QFile::setPermissions(served.directory.path(), all | QFile::ExeOwner));
        const Outcome outcome = knockAs(kNobody, ::getgrnam("mail")->gr_gid, QFile::encodeName(path));
        QCOMPARE(outcome, ::geteuid() == 0 ? Closed : NoOther);
    }
};

BUSHENG_TEST(TstLocalAccess)
#include "tst_local_access.moc"
