/// What a level says, before it is known what for.
struct LevelSettings {
    var host = HostSettings()
    var fleet = FleetSettings()
}
