# SPDX-License-Identifier: GPL-3.0-or-later
# The .deb and the .rpm, by CPack: ./dev package. Files that belong to the system itself (/etc) stand outside of the prefix.
set(linux "${PROJECT_SOURCE_DIR}/packaging/linux")
set(CPACK_PACKAGE_NAME busheng)
set(CPACK_PACKAGE_VENDOR Busheng)
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_CONTACT "Busheng maintainers <maintainers@users.noreply.r-seed-7c6e46d5.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "ministry-province data synchronization: console and engine")
set(CPACK_PACKAGE_DESCRIPTION "Keeps the data of the Ministry of Human Resources and Social Security and
of the provinces in step: changes are captured, composed into committed
transactions, sealed with national cryptography, sent over mutually
authenticated TLS 1.3, loaded in order exactly once, and verified down to the
field. Files travel as named tasks. With a console, a service without a
window, and a command line.")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/packages")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_MONOLITHIC_INSTALL ON)
install(FILES "${linux}/busheng.logrotate" DESTINATION /etc/logrotate.d RENAME busheng)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
list(JOIN package_plugins ", " plugin_packages)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, debconf (>= 0.5) | debconf-2.0, init-system-helpers (>= 1.54~), ${plugin_packages}")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-noto-cjk, logrotate")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "qt6-wayland")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    "${linux}/deb/config;${linux}/deb/postinst;${linux}/deb/prerm;${linux}/deb/postrm;${linux}/deb/templates;${linux}/deb/conffiles")
# What Debian wants beside the programs.
install(CODE "
    execute_process(COMMAND gzip -9nc \"${linux}/deb/changelog\" OUTPUT_FILE \"${package_made}/changelog.Debian.gz\"
        COMMAND_ERROR_IS_FATAL ANY)")
install(FILES "${package_made}/changelog.Debian.gz" "${linux}/deb/copyright" DESTINATION "${package_doc}")

set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_RELEASE 1)
set(CPACK_RPM_PACKAGE_LICENSE GPL-3.0-or-later)
set(CPACK_RPM_PACKAGE_GROUP "Applications/Internet")
set(CPACK_RPM_PACKAGE_AUTOREQPROV ON)
set(CPACK_RPM_PACKAGE_REQUIRES_PRE shadow-utils)
set(CPACK_RPM_PRE_INSTALL_SCRIPT_FILE "${linux}/rpm/pre.sh")
set(CPACK_RPM_POST_INSTALL_SCRIPT_FILE "${linux}/rpm/post.sh")
set(CPACK_RPM_PRE_UNINSTALL_SCRIPT_FILE "${linux}/rpm/preun.sh")
set(CPACK_RPM_POST_UNINSTALL_SCRIPT_FILE "${linux}/rpm/postun.sh")
set(CPACK_RPM_USER_FILELIST "%config(noreplace) /etc/logrotate.d/busheng")
# The system's own folders are not the package's.
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION
    /etc /etc/logrotate.d /usr/lib/systemd /usr/lib/systemd/system /usr/share/man /usr/share/man/man1 /usr/share/applications
    /usr/share/bash-completion /usr/share/bash-completion/completions /usr/share/icons /usr/share/icons/hicolor)
foreach(size 16x16 24x24 32x32 48x48 64x64 128x128 256x256 scalable)
    list(APPEND CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION "/usr/share/icons/hicolor/${size}" "/usr/share/icons/hicolor/${size}/apps")
endforeach()
include(CPack)
