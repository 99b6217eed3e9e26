# SPDX-License-Identifier: GPL-3.0-or-later
# What a package holds and where it goes. The notices and the man pages are made when it is installed, because they look at the programs
# as they were built.
include(GNUInstallDirs)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

set(package_sources "${PROJECT_SOURCE_DIR}/packaging")
set(package_made "${PROJECT_BINARY_DIR}/package-files")
set(package_programs busheng-node busheng-client busheng-demo)
if(BUSHENG_GUI)
    list(APPEND package_programs busheng-console busheng-report)
endif()
install(TARGETS ${package_programs} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")

set(package_doc "${CMAKE_INSTALL_DATADIR}/doc/busheng")
install(FILES README.md README.zh_CN.md LICENSE DESTINATION "${package_doc}")
install(DIRECTORY docs DESTINATION "${package_doc}")

# Database drivers and icons that Qt loads by name: no library of a program names them.
set(package_plugins libqt6sql6-sqlite libqt6svg6)
if(NOT WIN32)
    set(program_files "")
    foreach(program IN LISTS package_programs)
        list(APPEND program_files "$<TARGET_FILE:${program}>")
    endforeach()
    list(JOIN program_files "\" \"" program_files)
    list(TRANSFORM package_plugins PREPEND "--plugin=" OUTPUT_VARIABLE plugin_options)
    list(JOIN plugin_options "\" \"" plugin_options)
    install(CODE "
        execute_process(COMMAND \"${Python3_EXECUTABLE}\" \"${package_sources}/sbom.py\" --name busheng --version ${PROJECT_VERSION}
                --out \"${package_made}\" --materials \"${package_sources}/materials.json\" \"${plugin_options}\" \"${program_files}\"
            COMMAND_ERROR_IS_FATAL ANY)
        execute_process(COMMAND \"${Python3_EXECUTABLE}\" \"${package_sources}/man_pages.py\" \"${package_sources}/linux/man\"
                \"$<TARGET_FILE_DIR:busheng-node>\" ${PROJECT_VERSION} \"${package_made}/man1\"
            COMMAND_ERROR_IS_FATAL ANY)")
    install(FILES "${package_made}/sbom.spdx.json" "${package_made}/THIRD-PARTY-NOTICES.txt" DESTINATION "${package_doc}")
    install(DIRECTORY "${package_made}/man1" DESTINATION "${CMAKE_INSTALL_MANDIR}")

    set(linux "${package_sources}/linux")
    install(FILES "${linux}/busheng-node.service" DESTINATION lib/systemd/system)
    foreach(program busheng-node busheng-client)
        install(FILES "${linux}/completion/busheng.bash" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions"
            RENAME ${program})
    endforeach()
    if(BUSHENG_GUI)
        install(FILES "${linux}/busheng.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
        set(icon "${PROJECT_SOURCE_DIR}/resources/icons/busheng.svg")
        install(FILES "${icon}" DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
        find_program(RSVG_CONVERT rsvg-convert)
        if(RSVG_CONVERT)
            foreach(size 16 24 32 48 64 128 256)
                set(png "${package_made}/icons/${size}/busheng.png")
                add_custom_command(OUTPUT "${png}"
                    COMMAND "${CMAKE_COMMAND}" -E make_directory "${package_made}/icons/${size}"
                    COMMAND "${RSVG_CONVERT}" -w ${size} -h ${size} -o "${png}" "${icon}"
                    DEPENDS "${icon}" VERBATIM)
                list(APPEND pngs "${png}")
                install(FILES "${png}" DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/${size}x${size}/apps")
            endforeach()
            add_custom_target(package_icons ALL DEPENDS ${pngs})
        endif()
    endif()
    include(BushengPackage)
endif()
